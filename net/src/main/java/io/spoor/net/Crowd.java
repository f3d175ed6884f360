package io.spoor.net;

import io.vertx.core.http.HttpConnection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All who are connected to the ports that share one bound, by address. An address of IPv6 counts
 * with its /64, which is what one host is given. Any thread.
 */
public final class Crowd {
  private static final int SITE_BYTES = 8;

  /** Senders that are gone and still hold memory, before somebody looks which do no longer. */
  private static final int STRANGERS = 256;

  private final int maxConnections;
  private final int maxConnectionsOfOne;
  private final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentHashMap<String, Sender> senders = new ConcurrentHashMap<>();

  /** Why somebody is turned away. */
  enum Full {
    ALL("too_many_connections"),
    ONE("too_many_connections_of_one_address");

    private final String reason;

    Full(String reason) {
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /**
   * A bound.
   *
   * @param maxConnectionsOfOne from one address
   */
  public Crowd(int maxConnections, int maxConnectionsOfOne) {
    if (maxConnections < 1 || maxConnectionsOfOne < 1) {
      throw new IllegalArgumentException("bounds on connections must be >= 1");
    }
    this.maxConnections = maxConnections;
    this.maxConnectionsOfOne = maxConnectionsOfOne;
  }

  /** Whether there is room for one more from there; {@link #join} asks again. */
  Optional<Full> obstacle(SocketAddress remote) {
    if (connections.get() >= maxConnections) {
      return Optional.of(Full.ALL);
    }
    Sender sender = senders.get(key(remote));
    return sender != null && sender.connections() >= maxConnectionsOfOne
        ? Optional.of(Full.ONE)
        : Optional.empty();
  }

  /** Counts a connection until {@link #leave}. */
  Sender join(SocketAddress remote) {
    if (senders.size() > 2 * connections.incrementAndGet() + STRANGERS) {
      senders.values().removeIf(sender -> sender.connections() == 0 && sender.hold(0) == 0);
    }
    return senders.compute(
        key(remote),
        (key, known) -> {
          Sender sender = known == null ? new Sender(key) : known;
          sender.connected();
          return sender;
        });
  }

  /** A connection is gone. A sender is known as long as it has a connection or holds memory. */
  void leave(Sender left) {
    connections.decrementAndGet();
    senders.computeIfPresent(
        left.address(),
        (key, sender) -> sender.disconnected() > 0 || sender.hold(0) > 0 ? sender : null);
  }

  int connections() {
    return connections.get();
  }

  int senders() {
    return senders.size();
  }

  static String key(HttpConnection connection) {
    return connection.remoteAddress().hostAddress();
  }

  static String key(SocketAddress remote) {
    if (!(remote instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      return "unknown";
    }
    InetAddress address = inet.getAddress();
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] site = Arrays.copyOf(Arrays.copyOf(address.getAddress(), SITE_BYTES), 16);
    try {
      return InetAddress.getByAddress(site).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }
}
