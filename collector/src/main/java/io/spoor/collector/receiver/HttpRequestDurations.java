package io.spoor.collector.receiver;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;

/**
 * {@code jaeger_collector_http_request_duration}: seconds by method, path and status of port 14268
 * (contract: collector.md §9.3). Paths nobody serves and methods nobody knows count as {@code
 * other}, so that strangers cannot make series.
 */
public final class HttpRequestDurations {
  private static final String OTHER = "other";
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH");
  private static final Duration[] BUCKETS =
      java.util.stream.IntStream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Set<String> paths;

  /** Registers the series of strangers, which Jaeger has from the start, too. */
  public HttpRequestDurations(MeterRegistry registry, Set<String> paths) {
    this.registry = registry;
    this.paths = Set.copyOf(paths);
    timer(OTHER, OTHER, OTHER);
  }

  /** Counts an answered request. */
  public void record(String method, String path, int status, long nanos) {
    Timer timer =
        paths.contains(path)
            ? timer(METHODS.contains(method) ? method : OTHER, path, Integer.toString(status))
            : timer(OTHER, OTHER, OTHER);
    timer.record(Duration.ofNanos(nanos));
  }

  private Timer timer(String method, String path, String status) {
    return Timer.builder("jaeger.collector.http.request.duration")
        .description("Duration of HTTP requests")
        .tag("method", method)
        .tag("path", path)
        .tag("status", status)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
