package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.net.Bounds;
import io.spoor.net.Crowd;
import java.time.Duration;
import java.util.List;

/**
 * Bounds on connections, one set for all receivers of a process.
 *
 * @param maxConnectionsOfOne from one address
 */
public record DoorSettings(Bounds bounds, int maxConnections, int maxConnectionsOfOne) {

  /** Query and the admin port are asked by few; an ingress is one address. */
  public static final DoorSettings FIXED = new DoorSettings(Bounds.DEFAULTS, 10_000, 5_000);

  private static final Flag MAX_CONNECTIONS =
      Flag.spoor(
          "receiver.max-connections", Type.INTEGER, "10000", "Open connections, over all ports");
  private static final Flag MAX_OF_ONE =
      Flag.spoor(
          "receiver.max-connections-per-address",
          Type.INTEGER,
          "5000",
          "Of those, from one address (IPv6: from one /64)");
  private static final Flag HEADER_TIMEOUT =
      Flag.spoor(
          "receiver.header-timeout",
          Type.DURATION,
          "10s",
          "From a connection to its first request, and for the headers of each");
  private static final Flag REQUEST_TIMEOUT =
      Flag.spoor(
          "receiver.request-timeout", Type.DURATION, "1m", "For the whole body of a request");
  private static final Flag IDLE_TIMEOUT =
      Flag.spoor(
          "receiver.idle-timeout",
          Type.DURATION,
          "15m",
          "Closes connections without a request; 0 = never");
  private static final Flag MAX_HEADER =
      Flag.spoor("receiver.max-header-bytes", Type.BYTES, "32KiB", "Headers of one request");
  private static final Flag MAX_STREAMS =
      Flag.spoor(
          "receiver.max-concurrent-streams",
          Type.INTEGER,
          "100",
          "Requests at once on one HTTP/2 connection");
  private static final Duration SHORTEST = Duration.ofMillis(10);

  public DoorSettings {
    requireNonNull(bounds, "bounds");
  }

  static FlagGroup group() {
    return new FlagGroup(
        "Receivers: connections",
        List.of(
            MAX_CONNECTIONS,
            MAX_OF_ONE,
            HEADER_TIMEOUT,
            REQUEST_TIMEOUT,
            IDLE_TIMEOUT,
            MAX_HEADER,
            MAX_STREAMS));
  }

  static DoorSettings read(Settings settings) {
    return new DoorSettings(
        new Bounds(
            settings.duration(HEADER_TIMEOUT, SHORTEST),
            settings.duration(REQUEST_TIMEOUT, SHORTEST),
            settings.duration(IDLE_TIMEOUT, Duration.ZERO),
            CollectorOptions.size(settings, MAX_HEADER),
            settings.integer(MAX_STREAMS, 1),
            Duration.ZERO,
            Duration.ZERO),
        settings.integer(MAX_CONNECTIONS, 1),
        settings.integer(MAX_OF_ONE, 1));
  }

  /** The bound on all ports together. */
  public Crowd crowd() {
    return new Crowd(maxConnections, maxConnectionsOfOne);
  }

  /**
   * The times that Jaeger's flags give an HTTP server; zero and what nobody gave is the receivers'.
   */
  Bounds http(Settings settings, Flag header, Flag read, Flag idle) {
    return bounds.withTimes(
        orElse(settings.duration(header, Duration.ZERO), bounds.headTimeout()),
        orElse(settings.duration(read, Duration.ZERO), bounds.requestTimeout()),
        orElse(settings.duration(idle, Duration.ZERO), bounds.idleTimeout()));
  }

  private static Duration orElse(Duration given, Duration otherwise) {
    return given.isZero() ? otherwise : given;
  }
}
