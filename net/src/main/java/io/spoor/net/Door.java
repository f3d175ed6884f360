package io.spoor.net;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.UnaryOperator;

/**
 * One port: opens its HTTP servers, one an event loop, and lets requests in or not. Any thread;
 * requests on their event loops.
 */
public final class Door {
  private final HttpServerOptions listen;
  private final Gate gate;

  public Door(HttpServerOptions listen, Gate gate) {
    this.listen = new HttpServerOptions(listen);
    this.gate = requireNonNull(gate, "gate");
  }

  /** A door that lets everybody in. */
  public static Door open(HttpServerOptions listen) {
    return new Door(listen, Gate.OPEN);
  }

  /**
   * Listens with the caller's event loop.
   *
   * @param tuning what the protocol behind wants of the server
   */
  public Future<HttpServer> open(
      Vertx vertx, UnaryOperator<HttpServerOptions> tuning, Reception reception) {
    return vertx
        .createHttpServer(tuning.apply(new HttpServerOptions(listen)))
        .requestHandler(request -> receive(request, reception))
        .listen();
  }

  private void receive(HttpServerRequest request, Reception reception) {
    Sender sender = new Sender(request.remoteAddress().hostAddress());
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
          enter(request, visitor, reception);
          request.resume();
        },
        failure -> {
          reception.refuse(request, refusal(failure));
          request.resume();
        });
  }

  private static Refusal refusal(Throwable failure) {
    if (failure instanceof RefusedAtDoorException refused) {
      return refused.refusal();
    }
    throw new IllegalStateException("the door is broken", failure);
  }

  private static void enter(HttpServerRequest request, Visitor visitor, Reception reception) {
    visitor.enter();
    reception.welcome(request);
  }
}
