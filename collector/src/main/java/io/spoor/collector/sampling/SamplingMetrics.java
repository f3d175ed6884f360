package io.spoor.collector.sampling;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Jaeger's {@code http_server_*} counters (contract: collector.md §9.3, §9.4). Every series is
 * there from the start with 0. Any thread.
 */
public final class SamplingMetrics {
  private final Counter sampling;
  private final Counter legacy;
  private final Counter badRequests;
  private final Counter proxyErrors;
  private final Counter thriftErrors;

  /**
   * @param prefix of the names: {@code jaeger.collector} or {@code jaeger.agent}
   */
  public SamplingMetrics(MeterRegistry registry, String prefix) {
    sampling = requests(registry, prefix, "sampling");
    legacy = requests(registry, prefix, "sampling-legacy");
    badRequests = errors(registry, prefix, "all", "4xx");
    proxyErrors = errors(registry, prefix, "collector-proxy", "5xx");
    thriftErrors = errors(registry, prefix, "thrift", "5xx");
    // Nothing here is asked or fails that way; dashboards know the series.
    requests(registry, prefix, "baggage");
    errors(registry, prefix, "proto", "5xx");
    errors(registry, prefix, "write", "5xx");
  }

  void sampling() {
    sampling.increment();
  }

  void legacy() {
    legacy.increment();
  }

  void badRequest() {
    badRequests.increment();
  }

  void proxyError() {
    proxyErrors.increment();
  }

  void thriftError() {
    thriftErrors.increment();
  }

  private static Counter requests(MeterRegistry registry, String prefix, String type) {
    return Counter.builder(prefix + ".http.server.requests")
        .description("requests")
        .tag("type", type)
        .register(registry);
  }

  private static Counter errors(
      MeterRegistry registry, String prefix, String source, String status) {
    return Counter.builder(prefix + ".http.server.errors")
        .description("errors")
        .tag("source", source)
        .tag("status", status)
        .register(registry);
  }
}
