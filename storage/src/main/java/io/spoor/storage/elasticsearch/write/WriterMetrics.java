package io.spoor.storage.elasticsearch.write;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the writer tells of itself: under Jaeger's names, counted per document as its later releases
 * do (contract: elasticsearch.md §7), the rest as {@code spoor.elasticsearch.*}. Any thread.
 */
final class WriterMetrics {
  private final Counter attempts;
  private final Counter inserts;
  private final Counter errors;
  private final Timer latencyOk;
  private final Timer latencyErr;
  private final Counter retried;
  private final Counter refused;
  private final Counter renested;
  private final Counter bytes;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong waiting = new AtomicLong();

  WriterMetrics(MeterRegistry registry) {
    attempts = counter(registry, "jaeger.bulk.index.attempts", "bulk_index.attempts");
    inserts = counter(registry, "jaeger.bulk.index.inserts", "bulk_index.inserts");
    errors = counter(registry, "jaeger.bulk.index.errors", "bulk_index.errors");
    latencyOk = timer(registry, "jaeger.bulk.index.latency.ok", "bulk_index.latency-ok");
    latencyErr = timer(registry, "jaeger.bulk.index.latency.err", "bulk_index.latency-err");
    retried =
        counter(registry, "spoor.elasticsearch.documents.retried", "Documents that are sent again");
    refused =
        counter(
            registry,
            "spoor.elasticsearch.documents.refused",
            "Documents that Elasticsearch refuses for good");
    renested =
        counter(
            registry,
            "spoor.elasticsearch.documents.without.fields",
            "Documents written with nested tags only, since a field was refused");
    bytes = counter(registry, "spoor.elasticsearch.bulk.bytes", "Bytes of bulk requests");
    gauge(
        registry,
        "spoor.elasticsearch.bulk.in.flight",
        inFlight,
        "Bulk requests without an answer");
    gauge(
        registry,
        "spoor.elasticsearch.waiting.bytes",
        waiting,
        "Bytes of spans, as the model has them, in writes without an answer");
  }

  void sent(int documents, int size) {
    attempts.increment(documents);
    bytes.increment(size);
    inFlight.incrementAndGet();
  }

  void answered(int stored, int failed, long nanos) {
    inFlight.decrementAndGet();
    inserts.increment(stored);
    errors.increment(failed);
    (failed == 0 ? latencyOk : latencyErr).record(nanos, TimeUnit.NANOSECONDS);
  }

  void retried() {
    retried.increment();
  }

  void refused() {
    refused.increment();
  }

  void renested() {
    renested.increment();
  }

  /** The bound on what waits is kept here, where it is shown. */
  AtomicLong waiting() {
    return waiting;
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** Of several writers, the archive's beside that of all spans, the first one is shown. */
  private static void gauge(
      MeterRegistry registry, String name, Number number, String description) {
    if (registry.find(name).gauge() == null) {
      Gauge.builder(name, number, Number::doubleValue).description(description).register(registry);
    }
  }

  private static Timer timer(MeterRegistry registry, String name, String description) {
    return Timer.builder(name).description(description).register(registry);
  }
}
