package io.spoor.storage.embedded;

import io.spoor.storage.Operation;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import io.spoor.storage.TraceReader;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Reads, each on one thread of the pool and over one snapshot. */
final class EmbeddedReader implements TraceReader {
  private final Slices slices;
  private final ReadPool pool;
  private final EmbeddedMetrics metrics;

  EmbeddedReader(Slices slices, ReadPool pool, EmbeddedMetrics metrics) {
    this.slices = slices;
    this.pool = pool;
    this.metrics = metrics;
  }

  @Override
  public Future<Optional<Trace>> trace(Tenant tenant, TraceId id) {
    return read(
        snapshot ->
            TraceLoader.load(snapshot, TermWriter.prefix(tenant), List.of(id)).stream()
                .findFirst());
  }

  @Override
  public Future<List<Trace>> findTraces(Tenant tenant, TraceQuery query) {
    byte[] prefix = TermWriter.prefix(tenant);
    return search(
        snapshot -> TraceLoader.load(snapshot, prefix, Search.run(snapshot, prefix, query)));
  }

  @Override
  public Future<List<TraceId>> findTraceIds(Tenant tenant, TraceQuery query) {
    return search(snapshot -> Search.run(snapshot, TermWriter.prefix(tenant), query));
  }

  @Override
  public Future<List<String>> services(Tenant tenant) {
    return read(snapshot -> Catalog.services(snapshot, TermWriter.prefix(tenant)));
  }

  @Override
  public Future<List<Operation>> operations(Tenant tenant, String service) {
    return read(snapshot -> Catalog.operations(snapshot, TermWriter.prefix(tenant), service));
  }

  @FunctionalInterface
  private interface Read<T> {
    T from(Snapshot snapshot) throws Exception;
  }

  private <T> Future<T> search(Read<T> read) {
    return read(
        snapshot -> {
          long started = System.nanoTime();
          T found = read.from(snapshot);
          metrics.searched(System.nanoTime() - started);
          return found;
        });
  }

  private <T> Future<T> read(Read<T> read) {
    return pool.submit(
        () -> {
          try (Snapshot snapshot = slices.snapshot()) {
            return read.from(snapshot);
          }
        });
  }
}
