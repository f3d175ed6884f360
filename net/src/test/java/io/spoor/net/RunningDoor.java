package io.spoor.net;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.net.tls.CertificateFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A door on a free port; behind it the size of what is posted is answered. */
final class RunningDoor implements AutoCloseable {
  static final Bounds BOUNDS =
      Bounds.DEFAULTS.withTimes(
          Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(30));
  private static final long PATIENCE_SECONDS = 60;

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Vertx vertx;
  final Crowd crowd;
  final int port = freePort();
  final AtomicInteger open = new AtomicInteger();
  final HttpServer server;
  // To be cancelled at the end, if any.
  long timer = -1;

  RunningDoor(Bounds bounds) {
    this(bounds, new Crowd(100, 100), Gate.OPEN, vertx -> Optional.empty());
  }

  RunningDoor(
      Bounds bounds,
      Crowd crowd,
      Gate gate,
      Function<RunningDoor, Optional<CertificateFiles>> certificates) {
    this.crowd = crowd;
    Doorkeeper keeper = new Doorkeeper(registry);
    vertx = keeper.start(new VertxOptions());
    HttpServerOptions listen = new HttpServerOptions().setHost("127.0.0.1").setPort(port);
    keeper.keep(listen, "test", bounds, crowd);
    Door door = Door.of(listen, bounds, gate, certificates.apply(this));
    server = await(door.open(vertx, UnaryOperator.identity(), new Counting()));
  }

  private static final class Counting implements Reception {
    @Override
    public Access access(HttpServerRequest request) {
      return request.path().equals("/health") ? Access.OPEN : Access.TENANT;
    }

    @Override
    public void welcome(HttpServerRequest request) {
      Visitor visitor = Visitor.current();
      if (request.path().equals("/refuse")) {
        request.response().setStatusCode(413).end("too large");
        return;
      }
      request
          .body()
          .onSuccess(
              body ->
                  request
                      .response()
                      .putHeader("tenant", visitor.tenant().id())
                      .end(Integer.toString(body.length())));
    }

    @Override
    public void refuse(HttpServerRequest request, Refusal refusal) {
      refusal
          .challenge()
          .ifPresent(value -> request.response().putHeader("WWW-Authenticate", value));
      request.response().setStatusCode(refusal.kind().httpStatus()).end(refusal.text());
    }
  }

  double closed(String reason) {
    return registry
        .get("spoor.receiver.connections.closed")
        .tag("reason", reason)
        .counter()
        .count();
  }

  double connections() {
    return registry.get("spoor.receiver.connections").gauge().value();
  }

  static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited for " + PATIENCE_SECONDS + " s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    await(vertx.close());
  }
}
