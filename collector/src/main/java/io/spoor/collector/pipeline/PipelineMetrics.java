package io.spoor.collector.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spoor.collector.journal.Delivery;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * What the pipeline tells of itself: under Jaeger's names what Jaeger tells too (contract:
 * collector.md §9), the rest as {@code spoor.pipeline.*}.
 */
final class PipelineMetrics {
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
  private final AtomicLong heldSpans = new AtomicLong();
  private final AtomicLong heldBytes = new AtomicLong();

  PipelineMetrics(MeterRegistry registry, String host) {
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
    gauge("jaeger.collector.batch.size", "batch-size", batchSize);
    gauge("jaeger.collector.queue.length", "queue-length", heldSpans);
    Gauge.builder("spoor.pipeline.bytes", heldBytes, AtomicLong::get)
        .description("Bytes of records received and decoded, on their way to the store")
        .register(registry);
  }

  /** A batch goes on its way for the first time. */
  void received(Batch batch) {
    for (int i = 0; i < batch.deliveries().size(); i++) {
      Delivery delivery = batch.deliveries().get(i);
      int from = batch.firstSpan(i);
      int to = batch.endSpan(i);
      batchSize.set(to - from);
      spans.received(
          batch, from, to, delivery.received().format(), delivery.received().transport());
    }
  }

  void held(long spanCount, long bytes) {
    heldSpans.addAndGet(spanCount);
    heldBytes.addAndGet(bytes);
  }

  void saved(Batch batch, long nanos, long nowMillis) {
    spans.saved(batch, true);
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

  private void gauge(String name, String description, AtomicLong value) {
    Gauge.builder(name, value, AtomicLong::get)
        .description(description)
        .tag("host", host)
        .register(registry);
  }
}
