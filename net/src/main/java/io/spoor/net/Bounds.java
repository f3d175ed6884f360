package io.spoor.net;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What one connection may do with time, and with memory before its requests are anybody's.
 *
 * @param headTimeout from accepting a connection to its first request, TLS handshake included, and
 *     from the first byte of a later HTTP/1 request to the end of its headers
 * @param requestTimeout from the headers of a request to the end of its body
 * @param idleTimeout without a request under way; zero = for ever
 * @param maxHeaderBytes of one request
 * @param maxStreams of an HTTP/2 connection at once
 * @param maxAge after which an HTTP/2 connection is told to go elsewhere, give or take a tenth;
 *     zero = never
 * @param ageGrace for the requests under way then; zero = for ever
 */
public record Bounds(
    Duration headTimeout,
    Duration requestTimeout,
    Duration idleTimeout,
    int maxHeaderBytes,
    int maxStreams,
    Duration maxAge,
    Duration ageGrace) {

  /** More than any well-behaved client needs. */
  public static final Bounds DEFAULTS =
      new Bounds(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMinutes(15),
          32 << 10,
          100,
          Duration.ZERO,
          Duration.ZERO);

  public Bounds {
    requireNonNull(idleTimeout, "idleTimeout");
    requireNonNull(maxAge, "maxAge");
    requireNonNull(ageGrace, "ageGrace");
    if (!isPositive(headTimeout) || !isPositive(requestTimeout)) {
      throw new IllegalArgumentException("timeouts of a port must be more than 0");
    }
    if (maxHeaderBytes < 1 || maxStreams < 1) {
      throw new IllegalArgumentException("bounds of a port must be >= 1");
    }
  }

  /** The same with other times for requests. */
  public Bounds withTimes(Duration head, Duration request, Duration idle) {
    return new Bounds(head, request, idle, maxHeaderBytes, maxStreams, maxAge, ageGrace);
  }

  /** The same with an end to connections. */
  public Bounds withAge(Duration age, Duration grace) {
    return new Bounds(
        headTimeout, requestTimeout, idleTimeout, maxHeaderBytes, maxStreams, age, grace);
  }

  /** How often a connection is looked at, in nanoseconds: a bound is kept within a quarter. */
  long checkNanos() {
    Duration shortest = headTimeout.compareTo(requestTimeout) < 0 ? headTimeout : requestTimeout;
    if (!idleTimeout.isZero() && idleTimeout.compareTo(shortest) < 0) {
      shortest = idleTimeout;
    }
    if (!maxAge.isZero() && maxAge.compareTo(shortest) < 0) {
      shortest = maxAge;
    }
    return Math.max(10_000_000, shortest.toNanos() / 4);
  }

  private static boolean isPositive(Duration time) {
    return !time.isZero() && !time.isNegative();
  }
}
