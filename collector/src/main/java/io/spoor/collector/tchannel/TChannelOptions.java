package io.spoor.collector.tchannel;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Bounds of the TChannel port. Those on bytes are the intake's.
 *
 * @param handshakeTimeout for the first frame of a connection (contract: collector.md §2.2)
 * @param maxCalls under way on one connection: beyond that nothing is read from it until some are
 *     answered
 * @param maxArriving calls of which only a part has come, on one connection: beyond that calls are
 *     refused as busy
 * @param maxConnections of one instance: beyond that they are closed at once
 * @param stopTimeout for calls under way when the port is closed
 */
public record TChannelOptions(
    Identity identity,
    Duration handshakeTimeout,
    int maxCalls,
    int maxArriving,
    int maxConnections,
    Duration stopTimeout,
    Duration idleTimeout) {

  public TChannelOptions {
    requireNonNull(identity, "identity");
    requireNonNull(handshakeTimeout, "handshakeTimeout");
    requireNonNull(stopTimeout, "stopTimeout");
    requireNonNull(idleTimeout, "idleTimeout");
    if (maxCalls < 1 || maxArriving < 1 || maxConnections < 1) {
      throw new IllegalArgumentException("bounds of the TChannel port must be >= 1");
    }
  }

  /** The same with a shorter time for the first frame, if that is shorter. */
  public TChannelOptions within(Duration timeout) {
    return timeout.compareTo(handshakeTimeout) >= 0
        ? this
        : new TChannelOptions(
            identity, timeout, maxCalls, maxArriving, maxConnections, stopTimeout, idleTimeout);
  }

  /** The same with an end to connections on which nothing comes for so long; zero = never. */
  public TChannelOptions idleFor(Duration timeout) {
    return new TChannelOptions(
        identity, handshakeTimeout, maxCalls, maxArriving, maxConnections, stopTimeout, timeout);
  }

  /** What the protocol asks for, and bounds that no agent comes near. */
  public static TChannelOptions of(Identity identity) {
    return new TChannelOptions(
        identity, Duration.ofSeconds(5), 512, 64, 10_000, Duration.ofSeconds(5), Duration.ZERO);
  }
}
