package io.spoor.query.metered;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.storage.Operation;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import io.spoor.storage.TraceReader;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counts and times every read, under the names that Jaeger's dashboards and alerts know (contract:
 * query.md §14). A trace that nobody stored is an answer, not an error: an alert is for the store.
 */
public final class MeteredTraceReader implements TraceReader {
  private final TraceReader reader;
  private final Metrics metrics;

  /** The series of all readers around one store, and their clock. */
  static final class Metrics {
    private final LongSupplier ticker;
    private final OperationMetrics getTrace;
    private final OperationMetrics findTraces;
    private final OperationMetrics findTraceIds;
    private final OperationMetrics getServices;
    private final OperationMetrics getOperations;

    Metrics(MeterRegistry registry, LongSupplier ticker) {
      this.ticker = requireNonNull(ticker, "ticker");
      getTrace = new OperationMetrics(registry, "get_trace");
      findTraces = new OperationMetrics(registry, "find_traces");
      findTraceIds = new OperationMetrics(registry, "find_trace_ids");
      getServices = new OperationMetrics(registry, "get_services");
      getOperations = new OperationMetrics(registry, "get_operations");
    }
  }

  /**
   * @param ticker tells nanoseconds from any origin
   */
  public MeteredTraceReader(TraceReader reader, MeterRegistry registry, LongSupplier ticker) {
    this(reader, new Metrics(registry, ticker));
  }

  MeteredTraceReader(TraceReader reader, Metrics metrics) {
    this.reader = requireNonNull(reader, "reader");
    this.metrics = requireNonNull(metrics, "metrics");
  }

  @Override
  public Future<Optional<Trace>> trace(Tenant tenant, TraceId id) {
    return measure(metrics.getTrace, metrics.ticker.getAsLong(), reader.trace(tenant, id));
  }

  @Override
  public Future<List<Trace>> findTraces(Tenant tenant, TraceQuery query) {
    return measure(
        metrics.findTraces, metrics.ticker.getAsLong(), reader.findTraces(tenant, query));
  }

  @Override
  public Future<List<TraceId>> findTraceIds(Tenant tenant, TraceQuery query) {
    return measure(
        metrics.findTraceIds, metrics.ticker.getAsLong(), reader.findTraceIds(tenant, query));
  }

  @Override
  public Future<List<String>> services(Tenant tenant) {
    return measure(metrics.getServices, metrics.ticker.getAsLong(), reader.services(tenant));
  }

  @Override
  public Future<List<Operation>> operations(Tenant tenant, String service) {
    return measure(
        metrics.getOperations, metrics.ticker.getAsLong(), reader.operations(tenant, service));
  }

  /** Arguments are evaluated left to right: the clock is read before the read starts. */
  private <T> Future<T> measure(OperationMetrics operation, long start, Future<T> reading) {
    return reading.andThen(
        done -> operation.done(done.succeeded(), metrics.ticker.getAsLong() - start));
  }
}
