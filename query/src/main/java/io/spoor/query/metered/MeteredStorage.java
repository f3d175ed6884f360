package io.spoor.query.metered;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.storage.ArchiveStore;
import io.spoor.storage.BearerToken;
import io.spoor.storage.DependencyReader;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.TraceReader;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A store whose reads are counted and timed, whoever's they are. */
public final class MeteredStorage implements SpanStorage {
  private final SpanStorage store;
  private final MeteredTraceReader.Metrics metrics;
  private final TraceReader reader;

  /**
   * @param ticker tells nanoseconds from any origin
   */
  public MeteredStorage(SpanStorage store, MeterRegistry registry, LongSupplier ticker) {
    this(store, new MeteredTraceReader.Metrics(registry, ticker));
  }

  private MeteredStorage(SpanStorage store, MeteredTraceReader.Metrics metrics) {
    this.store = requireNonNull(store, "store");
    this.metrics = metrics;
    this.reader = new MeteredTraceReader(store.reader(), metrics);
  }

  @Override
  public SpanWriter writer() {
    return store.writer();
  }

  @Override
  public TraceReader reader() {
    return reader;
  }

  @Override
  public DependencyReader dependencies() {
    return store.dependencies();
  }

  @Override
  public Optional<ArchiveStore> archive() {
    return store.archive();
  }

  @Override
  public SpanStorage as(BearerToken caller) {
    return new MeteredStorage(store.as(caller), metrics);
  }

  @Override
  public Future<Void> check() {
    return store.check();
  }

  @Override
  public Future<Void> close() {
    return store.close();
  }
}
