package io.spoor.collector.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spoor.collector.journal.Delivery;
import io.spoor.collector.journal.Journal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.stream.LongStream;

/**
 * What the pipeline tells of itself: under Jaeger's names what Jaeger tells too (contract:
 * collector.md §9), the rest as {@code spoor.pipeline.*}.
 */
final class PipelineMetrics {
  /** Of a span, until some were seen. */
  private static final double USUAL_SPAN_BYTES = 500;

  private static final Duration[] BUCKETS =
      LongStream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final String host;
  private final SpanCounters spans;
  private final Timer saveLatency;
  private final Timer inQueueLatency;
  private final Counter dropped;
  private final Counter retries;
  private final Counter deadLetters;
  private final AtomicLong batchSize = new AtomicLong();
  private final AtomicLong heldBytes = new AtomicLong();
  private final AtomicLong savedBytes = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
  private final AtomicLong limit = new AtomicLong();
  // All that were decoded, for the size of one.
  private final AtomicLong receivedSpans = new AtomicLong();
  private final AtomicLong receivedBytes = new AtomicLong();

  PipelineMetrics(MeterRegistry registry, String host, Journal journal) {
    this.registry = registry;
    this.host = host;
    spans = new SpanCounters(registry);
    saveLatency = latency("save.latency", "save-latency");
    inQueueLatency = latency("in.queue.latency", "in-queue-latency");
    dropped =
        Counter.builder("jaeger.collector.spans.dropped")
            .description("dropped")
            .tag("host", host)
            .register(registry);
    retries =
        Counter.builder("spoor.pipeline.retries")
            .description("Writes that failed and are tried again")
            .register(registry);
    deadLetters =
        Counter.builder("spoor.pipeline.dead.letters")
            .description("Records set aside because they can never be stored")
            .register(registry);
    gauge("batch.size", "batch-size", batchSize::get);
    gauge("queue.length", "queue-length", () -> journal.levels().spans());
    gauge("queue.capacity", "queue-capacity", () -> journal.levels().maxBytes() / spanBytes());
    gauge("spans.bytes", "spans.bytes", savedBytes::get);
    own("bytes", "Bytes of records received and decoded, on their way to the store", heldBytes);
    own("writes", "Writes under way", underWay);
    own("concurrency.limit", "Writes that the store is believed to bear at once", limit);
  }

  /** On the wire, as far as they were seen. */
  private double spanBytes() {
    long spans = receivedSpans.get();
    return spans == 0 ? USUAL_SPAN_BYTES : Math.max(1, receivedBytes.get() / (double) spans);
  }

  /** A batch goes on its way for the first time. */
  void received(Batch batch) {
    for (int i = 0; i < batch.deliveries().size(); i++) {
      Delivery delivery = batch.deliveries().get(i);
      int from = batch.firstSpan(i);
      int to = batch.endSpan(i);
      batchSize.set(to - from);
      receivedSpans.addAndGet(to - from);
      receivedBytes.addAndGet(delivery.received().body().length);
      spans.received(
          batch, from, to, delivery.received().format(), delivery.received().transport());
    }
  }

  void held(long bytes) {
    heldBytes.addAndGet(bytes);
  }

  void underWay(int writes) {
    underWay.set(writes);
  }

  void limit(int writes) {
    limit.set(writes);
  }

  void saved(Batch batch, long nanos, long nowMillis) {
    spans.saved(batch, true);
    savedBytes.addAndGet(batch.spans().encodedBytes());
    saveLatency.record(nanos, TimeUnit.NANOSECONDS);
    for (Delivery delivery : batch.deliveries()) {
      // Wall clocks jump, and a replayed record is old.
      long millis = Math.max(0, nowMillis - delivery.received().receivedAtMillis());
      inQueueLatency.record(millis, TimeUnit.MILLISECONDS);
    }
  }

  void refused(Batch batch) {
    spans.saved(batch, false);
  }

  void retried() {
    retries.increment();
  }

  void buried(Delivery delivery) {
    deadLetters.increment();
    dropped.increment(Math.max(0, delivery.received().spans()));
  }

  private Timer latency(String name, String description) {
    return Timer.builder("jaeger.collector." + name)
        .description(description)
        .tag("host", host)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private void gauge(String name, String description, DoubleSupplier value) {
    Gauge.builder("jaeger.collector." + name, value::getAsDouble)
        .description(description)
        .tag("host", host)
        .register(registry);
  }

  private void own(String name, String description, AtomicLong value) {
    Gauge.builder("spoor.pipeline." + name, value, AtomicLong::get)
        .description(description)
        .register(registry);
  }
}
