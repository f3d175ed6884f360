package io.spoor.collector.forward;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;

/**
 * Turns names into addresses, afresh with each call: whoever implements it must not cache for long.
 */
@FunctionalInterface
public interface Addresses {

  /** All addresses of that name; fails if there are none. Event loop. */
  Future<List<InetAddress>> of(String host);

  /**
   * As the operating system resolves, search domains and hosts file included. The JVM caches for
   * {@code networkaddress.cache.ttl} seconds, which the role sets low.
   */
  static Addresses ofSystem(Vertx vertx) {
    return host -> vertx.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false);
  }
}
