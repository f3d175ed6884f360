package io.spoor.storage;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Hands out which service calls which. Failures are {@link StorageException}s. */
public interface DependencyReader {
  /** Of a store that knows none. */
  DependencyReader NONE = (tenant, end, lookback) -> Future.succeededFuture(List.of());

  /**
   * The calls told between {@code end - lookback} and {@code end}, both included: each pair of
   * services once with the sum of its calls, sorted by parent and child.
   */
  Future<List<Dependency>> dependencies(Tenant tenant, Instant end, Duration lookback);
}
