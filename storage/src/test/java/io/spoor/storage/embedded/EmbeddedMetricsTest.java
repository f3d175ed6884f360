package io.spoor.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class EmbeddedMetricsTest {

  @Test
  void timesSearchesInJaegersBuckets() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new EmbeddedMetrics(registry).searched(Duration.ofMillis(12).toNanos());
    assertEquals(0, atMost(registry, 0.01));
    assertEquals(1, atMost(registry, 0.025));
  }

  private static double atMost(SimpleMeterRegistry registry, double seconds) {
    return Arrays.stream(
            registry.get("spoor.embedded.search").timer().takeSnapshot().histogramCounts())
        .filter(bucket -> bucket.bucket(TimeUnit.SECONDS) == seconds)
        .findFirst()
        .orElseThrow()
        .count();
  }
}
