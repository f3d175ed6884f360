package io.spoor.app.deadletters;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.app.StartException;
import io.spoor.app.config.ClientCredentials;
import io.spoor.collector.Received;
import io.spoor.collector.forward.Addresses;
import io.spoor.collector.forward.Collectors;
import io.spoor.collector.forward.ForwardMetrics;
import io.spoor.collector.forward.ForwardOptions;
import io.spoor.collector.forward.GrpcForwarder;
import io.spoor.collector.forward.Target;
import io.spoor.net.reload.BadDocumentException;
import io.spoor.proto.Codecs;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.storage.Secret;
import io.spoor.storage.SpanWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Sends records to a collector, one after the other, whatever format they came in: as an agent
 * would, so that any collector will do. Main thread.
 */
public final class Replay implements AutoCloseable {
  /** With 50 ms between them, as long as a collector may take to be reached: five seconds. */
  private static final int ATTEMPTS = 100;

  private final Vertx vertx;
  private final SpanWriter collectors;
  private long records;
  private long spans;

  private Replay(Vertx vertx, SpanWriter collectors) {
    this.vertx = vertx;
    this.collectors = collectors;
  }

  public static Replay to(List<Target> targets, ClientCredentials credentials)
      throws InterruptedException {
    Optional<Supplier<Secret>> token = token(credentials);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    ForwardOptions options =
        ForwardOptions.to(targets, Optional.empty(), ATTEMPTS)
            .withHeaders(tenant -> credentials.headers(tenant, token));
    SplittableRandom random = new SplittableRandom();
    MeterRegistry registry = new SimpleMeterRegistry();
    ForwardMetrics metrics = new ForwardMetrics(registry, "grpc");
    Collectors collectors = new Collectors(options, Addresses.ofSystem(vertx), random, metrics);
    await(vertx.deployVerticle(collectors));
    return new Replay(vertx, new GrpcForwarder(vertx, collectors, options, random, metrics));
  }

  private static Optional<Supplier<Secret>> token(ClientCredentials credentials)
      throws InterruptedException {
    if (credentials.tokenFile().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(credentials.load(new SimpleMeterRegistry())::current);
    } catch (BadDocumentException e) {
      throw new StartException(credentials.flag().option() + ": " + e.getMessage());
    }
  }

  /**
   * Returns when the collector has acknowledged it.
   *
   * @throws DecodeException if it cannot be sent, whoever takes it
   * @throws StartException if no collector takes it
   */
  public void send(Received received) throws DecodeException, InterruptedException {
    SpanBatch batch = decode(received);
    try {
      await(collectors.write(received.tenant(), batch));
    } catch (StartException e) {
      throw new StartException(
          e.getMessage()
              + " (after "
              + records
              + " records; all can be replayed again: a span that comes twice is shown once)");
    }
    records++;
    spans += batch.size();
  }

  public long records() {
    return records;
  }

  public long spans() {
    return spans;
  }

  @Override
  public void close() {
    vertx.close();
  }

  private static SpanBatch decode(Received received) throws DecodeException {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    Codecs.of(received.format())
        .decode(received.body(), 0, received.body().length, DecodeLimits.WIDEST, builder);
    return builder.build();
  }

  private static void await(Future<?> future) throws InterruptedException {
    try {
      future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new StartException(String.valueOf(e.getCause().getMessage()));
    }
  }
}
