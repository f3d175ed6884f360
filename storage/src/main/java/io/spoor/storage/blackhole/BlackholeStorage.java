package io.spoor.storage.blackhole;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.Operation;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import io.spoor.storage.TraceReader;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Counts spans and forgets them. */
public final class BlackholeStorage implements SpanStorage, SpanWriter, TraceReader {
  private final Counter spans;
  private volatile boolean closed;

  public BlackholeStorage(MeterRegistry registry) {
    spans = registry.counter("spoor.blackhole.spans.written");
  }

  @Override
  public SpanWriter writer() {
    return this;
  }

  @Override
  public TraceReader reader() {
    return this;
  }

  @Override
  public Future<Void> check() {
    return closed ? refuse() : Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    closed = true;
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> write(Tenant tenant, SpanBatch batch) {
    if (closed) {
      return refuse();
    }
    spans.increment(batch.size());
    return Future.succeededFuture();
  }

  @Override
  public Future<Optional<Trace>> trace(Tenant tenant, TraceId id) {
    return Future.succeededFuture(Optional.empty());
  }

  @Override
  public Future<List<Trace>> findTraces(Tenant tenant, TraceQuery query) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<List<TraceId>> findTraceIds(Tenant tenant, TraceQuery query) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<List<String>> services(Tenant tenant) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<List<Operation>> operations(Tenant tenant, String service) {
    return Future.succeededFuture(List.of());
  }

  private static Future<Void> refuse() {
    return Future.failedFuture(
        new StorageException(StorageException.Kind.PERMANENT, "the store is closed"));
  }
}
