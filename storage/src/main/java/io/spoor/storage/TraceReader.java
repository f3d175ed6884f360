package io.spoor.storage;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Hands spans out. Failures are {@link StorageException}s. */
public interface TraceReader {

  /** The whole trace, or empty if no span of it is stored. */
  Future<Optional<Trace>> trace(Tenant tenant, TraceId id);

  /** Whole traces, not only the spans that match. */
  Future<List<Trace>> findTraces(Tenant tenant, TraceQuery query);

  Future<List<TraceId>> findTraceIds(Tenant tenant, TraceQuery query);

  /** Names of services with stored spans, sorted. */
  Future<List<String>> services(Tenant tenant);

  /** Operations of a service, sorted by name and kind; none for a service nobody knows. */
  Future<List<Operation>> operations(Tenant tenant, String service);
}
