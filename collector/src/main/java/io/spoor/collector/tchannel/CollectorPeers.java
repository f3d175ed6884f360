package io.spoor.collector.tchannel;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Connections to some of the collectors in a list, made when they are needed and used in turn. One
 * that is lost is made again with the next host. Any thread.
 */
final class CollectorPeers {
  private final Vertx vertx;
  private final NetClient net;
  private final TChannelForwarder.Options options;
  // Guarded by this.
  private final List<Optional<Future<TChannelClient>>> connections = new ArrayList<>();
  private int nextConnection;
  private int nextHost;
  private boolean closed;

  CollectorPeers(Vertx vertx, TChannelForwarder.Options options) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.options = options;
    net = vertx.createNetClient();
    for (int i = 0; i < Math.min(options.connections(), options.hosts().size()); i++) {
      connections.add(Optional.empty());
    }
  }

  /** The next connection, which may have to be made first. */
  synchronized Future<TChannelClient> next() {
    if (closed) {
      return Future.failedFuture(new TChannelException(ErrorCode.NETWORK, "closed"));
    }
    int index = nextConnection;
    nextConnection = (index + 1) % connections.size();
    Optional<Future<TChannelClient>> present = connections.get(index);
    if (present.isPresent() && isUsable(present.get())) {
      return present.get();
    }
    SocketAddress host = options.hosts().get(nextHost);
    nextHost = (nextHost + 1) % options.hosts().size();
    Future<TChannelClient> made =
        TChannelClient.connect(
            vertx, net, host, options.identity(), options.caller(), options.connectTimeout());
    connections.set(index, Optional.of(made));
    return made;
  }

  private static boolean isUsable(Future<TChannelClient> connection) {
    return !connection.isComplete() || (connection.succeeded() && connection.result().isOpen());
  }

  /** Calls, again on other connections while that may help and time is left. */
  Future<byte[]> call(String service, String method, byte[] body) {
    return attempt(service, method, body, 1, System.nanoTime() + options.callTimeout().toNanos());
  }

  private Future<byte[]> attempt(
      String service, String method, byte[] body, int number, long deadline) {
    return next()
        .compose(
            connection -> {
              Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
              return connection.call(service, method, body, left);
            })
        .recover(
            failure ->
                number < options.attempts()
                        && deadline - System.nanoTime() > 0
                        && failure instanceof TChannelException refused
                        && refused.code().isRetryable()
                    ? attempt(service, method, body, number + 1, deadline)
                    : Future.failedFuture(failure));
  }

  synchronized Future<Void> close() {
    closed = true;
    return net.close();
  }
}
