package io.spoor.collector.forward;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Jaeger's metrics of an agent's reporter (contract: collector.md §9.4). In the model spans no
 * longer show which format they came in: all of them count as {@code jaeger}, and the series of
 * {@code zipkin} stay 0. A failed batch here is one that was given up; those tried again are {@code
 * spoor_forward_retries}. Any thread.
 */
public final class ForwardMetrics {
  private final MeterRegistry registry;
  private final Tags protocol;
  private final Counter batches;
  private final Counter spans;
  private final Counter failedBatches;
  private final Counter failedSpans;
  private final Counter retries;
  private final Counter reconnects;
  private final Counter samplingOk;
  private final Counter samplingErrors;
  private final AtomicLong batchSize = new AtomicLong();
  // A gauge does not hold what it shows.
  private final AtomicLong zipkinBatchSize = new AtomicLong();

  /**
   * @param protocol {@code grpc} or {@code tchannel}
   */
  public ForwardMetrics(MeterRegistry registry, String protocol) {
    this.registry = registry;
    this.protocol = Tags.of("protocol", protocol);
    batches = reporter("batches.submitted", "jaeger");
    spans = reporter("spans.submitted", "jaeger");
    failedBatches = reporter("batches.failures", "jaeger");
    failedSpans = reporter("spans.failures", "jaeger");
    batchSize("jaeger", batchSize);
    reporter("batches.submitted", "zipkin");
    reporter("spans.submitted", "zipkin");
    reporter("batches.failures", "zipkin");
    reporter("spans.failures", "zipkin");
    batchSize("zipkin", zipkinBatchSize);
    retries =
        Counter.builder("spoor.forward.retries")
            .description("Requests to collectors that failed and are sent again")
            .register(registry);
    reconnects =
        Counter.builder("jaeger.agent.connection.status.collector.reconnects")
            .description("Connections made to collectors")
            .tags(this.protocol)
            .register(registry);
    samplingOk = proxy("sampling", "ok");
    samplingErrors = proxy("sampling", "err");
    proxy("baggage", "ok");
    proxy("baggage", "err");
  }

  /** Shows whether a collector is connected. */
  public void connected(BooleanSupplier connected) {
    Gauge.builder(
            "jaeger.agent.connection.status.collector.connected",
            () -> connected.getAsBoolean() ? 1 : 0)
        .description("1 if a collector is connected")
        .tags(protocol)
        .register(registry);
  }

  public void reconnected() {
    reconnects.increment();
  }

  /** A collector has taken a batch. */
  public void submitted(int spanCount) {
    batches.increment();
    spans.increment(spanCount);
    batchSize.set(spanCount);
  }

  /** A batch was given up. */
  public void failed(int spanCount) {
    failedBatches.increment();
    failedSpans.increment(spanCount);
  }

  /** A batch is sent again. */
  public void retried() {
    retries.increment();
  }

  /** A collector was asked for a strategy. */
  public void sampling(boolean ok) {
    (ok ? samplingOk : samplingErrors).increment();
  }

  private Counter reporter(String what, String format) {
    return Counter.builder("jaeger.agent.reporter." + what)
        .description(what)
        .tags(protocol.and("format", format))
        .register(registry);
  }

  private void batchSize(String format, AtomicLong value) {
    Gauge.builder("jaeger.agent.reporter.batch.size", value, AtomicLong::get)
        .description("batch_size")
        .tags(protocol.and("format", format))
        .register(registry);
  }

  private Counter proxy(String endpoint, String result) {
    return Counter.builder("jaeger.agent.collector.proxy")
        .description("collector-proxy")
        .tags(protocol.and("endpoint", endpoint).and("result", result))
        .register(registry);
  }
}
