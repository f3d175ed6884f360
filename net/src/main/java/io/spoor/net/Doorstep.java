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

  private final Port port;
  private boolean isFull;

  Doorstep(Port port) {
    this.port = port;
  }

  @Override
  public void channelRead(ChannelHandlerContext server, Object message) {
    if (message instanceof Channel connection && !enter(connection)) {
      connection.unsafe().closeForcibly();
      return;
    }
    server.fireChannelRead(message);
  }

  private boolean enter(Channel connection) {
    Optional<Crowd.Full> obstacle = port.crowd().obstacle(connection.remoteAddress());
    if (obstacle.isPresent()) {
      port.metrics().refused(obstacle.get());
      if (!isFull) {
        isFull = true;
        LOG.warn(
            "Connections to {} are refused ({}), the first from {}",
            port.name(),
            obstacle.get().reason(),
            connection.remoteAddress());
      }
      return false;
    }
    if (isFull) {
      isFull = false;
      LOG.info("Connections to {} are taken again", port.name());
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
