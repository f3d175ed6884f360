package io.spoor.app.verify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spoor.app.traffic.Protocol;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** What was found, as {@code spoor.verify.*}. Event loop. */
final class VerifyMetrics {
  private static final Duration[] BUCKETS =
      LongStream.of(10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<Protocol, AtomicLong> lastFound = new EnumMap<>(Protocol.class);

  /** Every counter is there from the start: an alert compares with zero. */
  VerifyMetrics(MeterRegistry registry, Iterable<Protocol> protocols) {
    this.registry = registry;
    for (Protocol protocol : protocols) {
      for (Outcome outcome : Outcome.values()) {
        counter(protocol, outcome);
      }
      AtomicLong seconds = new AtomicLong();
      lastFound.put(protocol, seconds);
      Gauge.builder("spoor.verify.last.found.seconds", seconds, AtomicLong::get)
          .description("When a canary was found last, in seconds since the epoch")
          .tag("protocol", protocol.toString())
          .register(registry);
    }
  }

  void found(Finding finding, long nowSeconds) {
    counter(finding.protocol(), finding.outcome()).increment();
    if (!finding.isFound()) {
      return;
    }
    lastFound.get(finding.protocol()).set(nowSeconds);
    timer("acknowledged", "Seconds from sending to the collector's answer", finding.protocol())
        .record(finding.answered().toNanos(), TimeUnit.NANOSECONDS);
    timer("delay", "Seconds from the answer until the API shows the trace", finding.protocol())
        .record(finding.shown().toNanos(), TimeUnit.NANOSECONDS);
  }

  private Counter counter(Protocol protocol, Outcome outcome) {
    return Counter.builder("spoor.verify.canaries")
        .description("Canary traces by what became of them")
        .tag("protocol", protocol.toString())
        .tag("outcome", outcome.label())
        .register(registry);
  }

  private Timer timer(String name, String description, Protocol protocol) {
    return Timer.builder("spoor.verify." + name)
        .description(description)
        .tag("protocol", protocol.toString())
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
