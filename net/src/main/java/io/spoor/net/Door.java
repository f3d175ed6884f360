package io.spoor.net;

import static java.util.Objects.requireNonNull;

import io.spoor.net.tls.CertificateFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http2ServerConnection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port: opens its HTTP servers, one an event loop, and lets requests in or not. Any thread;
 * requests on their event loops.
 */
public final class Door {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private final HttpServerOptions listen;
  private final Gate gate;
  private final Optional<CertificateFiles> certificates;

  private Door(HttpServerOptions listen, Gate gate, Optional<CertificateFiles> certificates) {
    this.listen = requireNonNull(listen, "listen");
    this.gate = requireNonNull(gate, "gate");
    this.certificates = requireNonNull(certificates, "certificates");
  }

  /**
   * A door that keeps to bounds.
   *
   * @param listen host and port; {@link Doorkeeper#keep} was told of them
   * @param certificates empty for clear text
   */
  public static Door of(
      HttpServerOptions listen, Bounds bounds, Gate gate, Optional<CertificateFiles> certificates) {
    HttpServerOptions options = new HttpServerOptions(listen);
    options.getInitialSettings().setMaxHeaderListSize(bounds.maxHeaderBytes());
    options.getInitialSettings().setMaxConcurrentStreams(bounds.maxStreams());
    options
        .setMaxHeaderSize(bounds.maxHeaderBytes())
        .setSslHandshakeTimeout(bounds.headTimeout().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    certificates.ifPresent(files -> files.applyTo(options));
    return new Door(options, gate, certificates);
  }

  /** A door that lets everybody in, for tests of what is behind it. */
  public static Door open(HttpServerOptions listen) {
    return new Door(new HttpServerOptions(listen), Gate.OPEN, Optional.empty());
  }

  /**
   * Listens with the caller's event loop.
   *
   * @param tuning what the protocol behind wants of the server
   */
  public Future<HttpServer> open(
      Vertx vertx, UnaryOperator<HttpServerOptions> tuning, Reception reception) {
    HttpServerOptions options = new HttpServerOptions(listen);
    certificates.ifPresent(files -> files.applyTo(options));
    HttpServerOptions tuned = tuning.apply(options);
    return vertx
        .createHttpServer(tuned)
        .connectionHandler(Door::connected)
        .requestHandler(request -> receive(request, reception))
        .listen()
        .onSuccess(server -> certificates.ifPresent(files -> files.follow(server, tuned)));
  }

  /**
   * Has something done when the rest of a request's body will not come, because its door has ended
   * what it came on or the connection is gone: Vert.x does not always tell. Event loop of the
   * request, before any of its body was read.
   *
   * @param request as the reception was given it
   */
  public static void whenAbandoned(HttpServerRequest request, Runnable action) {
    Caller.of(request.connection()).ifPresent(caller -> caller.whenAbandoned(request, action));
  }

  private static void connected(HttpConnection connection) {
    Caller.of(connection)
        .ifPresent(
            caller -> caller.speaks(connection, connection instanceof Http2ServerConnection));
  }

  private void receive(HttpServerRequest request, Reception reception) {
    Optional<Caller> caller = Caller.of(request.connection());
    caller.ifPresent(present -> present.visits(request, reception));
    Sender sender =
        caller.map(Caller::sender).orElseGet(() -> new Sender(Crowd.key(request.connection())));
    Access access = reception.access(request);
    if (access == Access.OPEN) {
      enter(request, sender.anonymous(), reception);
      return;
    }
    Future<Visitor> admitted = gate.admit(request, access, sender);
    if (admitted.succeeded()) {
      enter(request, admitted.result(), reception);
      return;
    }
    if (!admitted.isComplete()) {
      request.pause();
    }
    admitted.onComplete(
        visitor -> {
          if (isGone(request)) {
            return;
          }
          enter(request, visitor, reception);
          request.resume();
        },
        failure -> {
          if (isGone(request)) {
            return;
          }
          reception.refuse(request, refusal(failure));
          request.resume();
        });
  }

  /** Whether there is nobody to answer any more, or an answer already: verifying takes its time. */
  private static boolean isGone(HttpServerRequest request) {
    return request.response().closed() || request.response().ended();
  }

  private static Refusal refusal(Throwable failure) {
    if (failure instanceof RefusedAtDoorException refused) {
      return refused.refusal();
    }
    LOG.error("Nobody can be let in: a bug", failure);
    return new Refusal(
        Refusal.Kind.UNAUTHENTICATED, "credentials cannot be verified", Optional.empty());
  }

  private static void enter(HttpServerRequest request, Visitor visitor, Reception reception) {
    visitor.enter();
    reception.welcome(request);
  }
}
