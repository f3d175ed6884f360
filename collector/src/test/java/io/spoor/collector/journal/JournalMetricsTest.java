package io.spoor.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class JournalMetricsTest {

  @Test
  void tellsFastSyncsFromSlowOnes() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    JournalMetrics metrics = new JournalMetrics(registry);
    metrics.fsync(Duration.ofNanos(200_000).toNanos());
    metrics.fsync(Duration.ofMillis(12).toNanos());
    assertEquals(1, atMost(registry, 0.00025));
    assertEquals(1, atMost(registry, 0.01));
    assertEquals(2, atMost(registry, 0.025));
    assertEquals(2, atMost(registry, 10));
  }

  private static double atMost(SimpleMeterRegistry registry, double seconds) {
    return Arrays.stream(
            registry.get("spoor.journal.fsync").timer().takeSnapshot().histogramCounts())
        .filter(bucket -> bucket.bucket(TimeUnit.SECONDS) == seconds)
        .findFirst()
        .orElseThrow()
        .count();
  }
}
