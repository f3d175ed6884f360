package io.spoor.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees connections of a port as they are accepted, before anything is allocated for them: closes
 * those that are too many, and sends a {@link Caller} along with the others. Thread that accepts.
 */
final class Doorstep extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Doorstep.class);

  /** A storm is told of in a line a minute. */
  private static final long SILENCE_NANOS = 60_000_000_000L;

  private final Port port;
  private long told;
  private long untold;

  Doorstep(Port port) {
    this.port = port;
    this.told = port.nanos().getAsLong() - SILENCE_NANOS;
  }

  @Override
  public void channelRead(ChannelHandlerContext server, Object message) {
    if (message instanceof Channel connection && !enter(connection)) {
      connection.unsafe().closeForcibly();
      return;
    }
    server.fireChannelRead(message);
  }

  private void tell(Crowd.Full reason, Channel connection) {
    untold++;
    long now = port.nanos().getAsLong();
    if (now - told >= SILENCE_NANOS) {
      LOG.warn(
          "{} connections to {} were refused, the last from {} ({})",
          untold,
          port.name(),
          connection.remoteAddress(),
          reason.reason());
      told = now;
      untold = 0;
    }
  }

  private boolean enter(Channel connection) {
    Optional<Crowd.Full> obstacle = port.crowd().obstacle(connection.remoteAddress());
    if (obstacle.isPresent()) {
      port.metrics().refused(obstacle.get());
      tell(obstacle.get(), connection);
      return false;
    }
    Sender sender = port.crowd().join(connection.remoteAddress());
    port.metrics().opened();
    connection
        .closeFuture()
        .addListener(
            closed -> {
              port.crowd().leave(sender);
              port.metrics().closed();
            });
    Caller caller = new Caller(port, sender);
    connection.attr(Caller.KEY).set(caller);
    connection.pipeline().addLast("caller", caller);
    return true;
  }
}
