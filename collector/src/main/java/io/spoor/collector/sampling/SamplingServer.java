package io.spoor.collector.sampling;

import io.spoor.collector.receiver.ReceiverVerticle;
import io.spoor.net.Access;
import io.spoor.net.Door;
import io.spoor.net.Reception;
import io.spoor.net.Refusal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.UnaryOperator;

/**
 * Port 5778, where clients beside an agent ask for their strategies (contract: collector.md §7.2).
 */
public final class SamplingServer extends ReceiverVerticle implements Reception {
  private final SamplingRoutes routes;
  private final Door door;

  public SamplingServer(SamplingStrategies strategies, SamplingMetrics metrics, Door door) {
    this.routes = new SamplingRoutes(strategies, metrics);
    this.door = door;
  }

  @Override
  protected Future<HttpServer> listen() {
    return door.open(vertx, UnaryOperator.identity(), this);
  }

  @Override
  public void welcome(HttpServerRequest request) {
    switch (request.path()) {
      case "/sampling", "/", "/baggageRestrictions" -> {
        if (request.method().equals(HttpMethod.GET)) {
          get(request);
        } else {
          request.response().setStatusCode(405).end();
        }
      }
      default -> SamplingRoutes.text(request.response(), 404, "404 page not found");
    }
  }

  /** Clients beside an agent have nothing to show. */
  @Override
  public Access access(HttpServerRequest request) {
    return Access.OPEN;
  }

  @Override
  public void refuse(HttpServerRequest request, Refusal refusal) {
    SamplingRoutes.text(request.response(), refusal.kind().httpStatus(), refusal.text());
  }

  private void get(HttpServerRequest request) {
    switch (request.path()) {
      case "/sampling" -> routes.sampling(request);
      case "/" -> routes.legacy(request);
      default -> routes.baggage(request, "baggage");
    }
  }
}
