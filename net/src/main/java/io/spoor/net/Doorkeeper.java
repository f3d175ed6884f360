package io.spoor.net;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.transport.Transport;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Watches connections from the moment they are accepted, which is before Vert.x knows of them: a
 * transport of Vert.x that puts a {@link Doorstep} before each port it was told of. One a process.
 * Any thread.
 */
public final class Doorkeeper {
  private final MeterRegistry registry;
  private final LongSupplier nanos;
  private final ConcurrentHashMap<Address, Port> ports = new ConcurrentHashMap<>();

  private record Address(String host, int port) {}

  public Doorkeeper(MeterRegistry registry) {
    this(registry, System::nanoTime);
  }

  Doorkeeper(MeterRegistry registry, LongSupplier nanos) {
    this.registry = requireNonNull(registry, "registry");
    this.nanos = requireNonNull(nanos, "nanos");
  }

  /** Vert.x, whose ports are watched. */
  public Vertx start(VertxOptions options) {
    return Vertx.builder().with(options).withTransport(new WatchedTransport()).build();
  }

  /**
   * Keeps a port from when it is opened.
   *
   * @param name the value of the label of its metrics
   * @param crowd shared by ports that have one bound together
   */
  public void keep(NetServerOptions listen, String name, Bounds bounds, Crowd crowd) {
    ports.put(
        new Address(listen.getHost(), listen.getPort()),
        new Port(name, bounds, crowd, new PortMetrics(registry, name), nanos));
  }

  /**
   * Who is at the other end of a connection that speaks something else than HTTP. From here on that
   * protocol keeps the connection's times. Event loop of the connection.
   */
  public static Sender handOver(NetSocket socket) {
    return Caller.of(((NetSocketInternal) socket).channelHandlerContext().channel())
        .map(
            caller -> {
              caller.speaksOtherwise();
              return caller.sender();
            })
        .orElseGet(() -> new Sender(socket.remoteAddress().hostAddress()));
  }

  private void place(NetServerOptions options, ServerBootstrap bootstrap) {
    Port port = ports.get(new Address(options.getHost(), options.getPort()));
    if (port != null) {
      bootstrap.handler(new Doorstep(port));
    }
  }

  private final class WatchedTransport implements Transport {
    private final io.vertx.core.spi.transport.Transport own =
        new NioTransport() {
          @Override
          public void configure(
              NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            super.configure(options, domainSocket, bootstrap);
            place(options, bootstrap);
          }
        };

    @Override
    public String name() {
      return "nio";
    }

    @Override
    public boolean available() {
      return true;
    }

    @Override
    @SuppressWarnings("NullAway") // the interface wants null where there is nothing to say
    public Throwable unavailabilityCause() {
      return null;
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
      return own;
    }
  }
}
