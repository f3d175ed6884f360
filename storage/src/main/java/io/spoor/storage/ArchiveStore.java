package io.spoor.storage;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Keeps traces that somebody chose, beyond the retention of the others (contract: elasticsearch.md
 * §9). Failures are {@link StorageException}s.
 */
public interface ArchiveStore {

  /**
   * Keeps the trace. Completes when every span of it is durable; a trace that is archived again is
   * there once.
   */
  Future<Void> write(Tenant tenant, Trace trace);

  /** The archived trace, or empty if no span of it is archived. */
  Future<Optional<Trace>> trace(Tenant tenant, TraceId id);
}
