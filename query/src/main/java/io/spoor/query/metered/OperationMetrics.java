package io.spoor.query.metered;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** The series of one operation, there from the start with 0. */
final class OperationMetrics {
  /** Jaeger's buckets (contract: collector.md §9.2). */
  private static final Duration[] BUCKETS =
      LongStream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Counter ok;
  private final Counter failed;
  private final Timer okLatency;
  private final Timer failedLatency;

  OperationMetrics(MeterRegistry registry, String operation) {
    ok = requests(registry, operation, "ok");
    failed = requests(registry, operation, "err");
    okLatency = latency(registry, operation, "ok");
    failedLatency = latency(registry, operation, "err");
  }

  void done(boolean isOk, long nanos) {
    (isOk ? ok : failed).increment();
    (isOk ? okLatency : failedLatency).record(Duration.ofNanos(nanos));
  }

  private static Counter requests(MeterRegistry registry, String operation, String result) {
    return Counter.builder("jaeger.query.requests")
        .description("requests")
        .tag("operation", operation)
        .tag("result", result)
        .register(registry);
  }

  private static Timer latency(MeterRegistry registry, String operation, String result) {
    return Timer.builder("jaeger.query.latency")
        .description("latency")
        .tag("operation", operation)
        .tag("result", result)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
