package io.spoor.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract: collector.md §9.2. */
final class JaegerNamesTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  JaegerNamesTest() {
    registry.config().namingConvention(new JaegerNames());
  }

  @Test
  void timersAreHistogramsInSecondsWithoutAUnitSuffix() {
    Timer.builder("jaeger.query.latency")
        .description("latency")
        .tag("result", "ok")
        .serviceLevelObjectives(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25))
        .register(registry)
        .record(Duration.ofMillis(12));
    List<String> lines = lines("jaeger_query_latency");
    assertTrue(lines.contains("# HELP jaeger_query_latency latency"), lines::toString);
    assertTrue(lines.contains("# TYPE jaeger_query_latency histogram"), lines::toString);
    assertEquals(
        List.of(
            "jaeger_query_latency_bucket{result=\"ok\",le=\"0.005\"} 0",
            "jaeger_query_latency_bucket{result=\"ok\",le=\"0.01\"} 0",
            "jaeger_query_latency_bucket{result=\"ok\",le=\"0.025\"} 1",
            "jaeger_query_latency_bucket{result=\"ok\",le=\"+Inf\"} 1",
            "jaeger_query_latency_count{result=\"ok\"} 1",
            "jaeger_query_latency_sum{result=\"ok\"} 0.012"),
        lines.stream().filter(line -> !line.startsWith("#") && !line.contains("_max")).toList());
  }

  @Test
  void countersEndInTotalAndSeparatorsBecomeUnderscores() {
    registry.counter("a.b-c", "some.key", "v").increment();
    registry.counter("d.total").increment();
    registry.gauge("e.in-flight", 3);
    assertEquals(
        List.of("a_b_c_total{some_key=\"v\"} 1.0", "d_total 1.0", "e_in_flight 3.0"),
        lines("").stream().filter(line -> !line.startsWith("#")).toList());
  }

  private List<String> lines(String start) {
    return registry
        .scrape("text/plain; version=0.0.4; charset=utf-8")
        .lines()
        .filter(line -> line.contains(start))
        .toList();
  }
}
