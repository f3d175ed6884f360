package io.spoor.net;

import static java.util.Objects.requireNonNull;

import java.util.function.LongSupplier;

/**
 * How the connections of one port are kept.
 *
 * @param name for metrics and logs, e.g. {@code otlp-grpc}
 * @param nanos as {@link System#nanoTime}
 */
record Port(String name, Bounds bounds, Crowd crowd, PortMetrics metrics, LongSupplier nanos) {
  Port {
    requireNonNull(name, "name");
    requireNonNull(bounds, "bounds");
    requireNonNull(crowd, "crowd");
    requireNonNull(metrics, "metrics");
    requireNonNull(nanos, "nanos");
  }
}
