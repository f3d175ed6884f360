package io.spoor.collector.tchannel;

import static java.util.Objects.requireNonNull;

import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.net.Doorkeeper;
import io.spoor.net.Visitor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Port 14267: what agents before 1.18 speak (contract: collector.md §2). One instance an event
 * loop; at the end it declines new calls and answers those under way.
 */
public final class TChannelReceiver extends VerticleBase {
  private static final long SWEEP_MILLIS = 1000;

  private final Intake intake;
  private final ReceiverMetrics metrics;
  private final SamplingStrategies sampling;
  private final NetServerOptions listen;
  private final TChannelOptions options;
  private final LongSupplier nanos;

  // Event loop only
  private final Set<ServerConnection> connections = new HashSet<>();
  private NetServer server;
  private Endpoints endpoints;
  private boolean closing;

  public TChannelReceiver(
      Intake intake,
      ReceiverMetrics metrics,
      SamplingStrategies sampling,
      NetServerOptions listen,
      TChannelOptions options) {
    this(intake, metrics, sampling, listen, options, System::nanoTime);
  }

  /**
   * With a clock of one's own.
   *
   * @param nanos as {@link System#nanoTime}
   */
  TChannelReceiver(
      Intake intake,
      ReceiverMetrics metrics,
      SamplingStrategies sampling,
      NetServerOptions listen,
      TChannelOptions options,
      LongSupplier nanos) {
    this.intake = requireNonNull(intake, "intake");
    this.metrics = requireNonNull(metrics, "metrics");
    this.sampling = requireNonNull(sampling, "sampling");
    this.listen = requireNonNull(listen, "listen");
    this.options = requireNonNull(options, "options");
    this.nanos = requireNonNull(nanos, "nanos");
  }

  @Override
  public Future<?> start() {
    endpoints = CollectorEndpoints.of(intake, metrics, sampling, options.identity());
    vertx.setPeriodic(
        SWEEP_MILLIS, tick -> List.copyOf(connections).forEach(ServerConnection::sweep));
    server = vertx.createNetServer(listen).connectHandler(this::connected);
    return server.listen();
  }

  /** The port in use. */
  int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    closing = true;
    Promise<Void> drained = Promise.promise();
    List<ServerConnection> open = List.copyOf(connections);
    open.forEach(ServerConnection::drain);
    List<Future<Void>> ends = open.stream().map(ServerConnection::whenClosed).toList();
    Future.join(ends).onComplete(done -> drained.tryComplete());
    vertx.setTimer(options.stopTimeout().toMillis(), late -> drained.tryComplete());
    return drained.future().compose(done -> server.close());
  }

  private void connected(NetSocket socket) {
    if (closing || connections.size() >= options.maxConnections()) {
      metrics.cancelled();
      socket.close();
      return;
    }
    ServerConnection connection =
        new ServerConnection(
            socket,
            Visitor.stranger(Doorkeeper.handOver(socket)),
            intake,
            endpoints,
            InitMessage.write(options.identity(), hostPort()),
            options,
            nanos);
    connections.add(connection);
    long timer =
        vertx.setTimer(
            options.handshakeTimeout().toMillis(), late -> connection.handshakeExpired());
    connection
        .whenClosed()
        .onComplete(
            end -> {
              vertx.cancelTimer(timer);
              connections.remove(connection);
            });
    connection.open();
  }

  /** The address listened on, as Go writes it: every interface is the empty IPv6 one. */
  private String hostPort() {
    String host = listen.getHost();
    boolean any = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    String shown = any ? "[::]" : host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return shown + ":" + port();
  }
}
