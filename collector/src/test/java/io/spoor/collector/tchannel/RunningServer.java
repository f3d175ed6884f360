package io.spoor.collector.tchannel;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverLimits;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.collector.sampling.SamplingStrategy;
import io.spoor.proto.Codecs;
import io.spoor.proto.codec.DecodeLimits;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServerOptions;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The receiver of port 14267 on a free port, in front of a journal that does as it is told. */
final class RunningServer implements AutoCloseable {
  static final Identity IDENTITY = new Identity("spoor[1]", "17", "5.0.0");
  static final TChannelOptions OPTIONS = TChannelOptions.of(IDENTITY);
  static final ReceiverLimits LIMITS =
      new ReceiverLimits(4 << 20, 100, 8 << 20, DecodeLimits.DEFAULTS);

  final FakeJournal journal = new FakeJournal();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Vertx vertx = Vertx.vertx();
  // Held here: Vert.x closes a client that is garbage, and waits long for its connections.
  final NetClient net = vertx.createNetClient();
  final Intake intake;
  final int port;
  // Added to the clock that times calls.
  final AtomicLong nanosAhead = new AtomicLong();
  volatile SamplingStrategies sampling =
      service -> Future.succeededFuture(SamplingStrategy.probabilistic(0.001));
  private final String deployment;

  RunningServer() throws Exception {
    this(OPTIONS, LIMITS);
  }

  RunningServer(TChannelOptions options, ReceiverLimits limits) throws Exception {
    intake = new Intake(journal, Codecs::of, limits, InstantSource.system());
    ReceiverMetrics metrics = new ReceiverMetrics(registry, "tchannel");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    NetServerOptions listen = new NetServerOptions().setHost("0.0.0.0").setPort(port);
    deployment =
        await(
            vertx.deployVerticle(
                () ->
                    new TChannelReceiver(
                        intake,
                        metrics,
                        service -> sampling.of(service),
                        listen,
                        options,
                        () -> System.nanoTime() + nanosAhead.get()),
                new DeploymentOptions().setInstances(2)));
  }

  double requests(String outcome) {
    return registry
        .get("spoor.receiver.requests")
        .tag("receiver", "tchannel")
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  /** Begins to stop. */
  Future<Void> stop() {
    return vertx.undeploy(deployment);
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Waits for what another thread does. */
  static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited in vain");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() throws Exception {
    await(vertx.close());
  }
}
