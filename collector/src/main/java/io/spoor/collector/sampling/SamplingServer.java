package io.spoor.collector.sampling;

import io.spoor.collector.receiver.ReceiverVerticle;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * Port 5778, where clients beside an agent ask for their strategies (contract: collector.md §7.2).
 */
public final class SamplingServer extends ReceiverVerticle {
  private final SamplingRoutes routes;
  private final HttpServerOptions listen;

  public SamplingServer(
      SamplingStrategies strategies, SamplingMetrics metrics, HttpServerOptions listen) {
    this.routes = new SamplingRoutes(strategies, metrics);
    this.listen = listen;
  }

  @Override
  protected Future<HttpServer> listen() {
    return vertx.createHttpServer(listen).requestHandler(this::handle).listen();
  }

  private void handle(HttpServerRequest request) {
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

  private void get(HttpServerRequest request) {
    switch (request.path()) {
      case "/sampling" -> routes.sampling(request);
      case "/" -> routes.legacy(request);
      default -> routes.baggage(request, "baggage");
    }
  }
}
