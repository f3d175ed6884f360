package io.spoor.collector.sampling;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * Answers GET requests for strategies and baggage restrictions (contract: collector.md §3.3, §7.2).
 * Method and path are the caller's to check. Event loop of the request.
 */
public final class SamplingRoutes {
  private final SamplingStrategies strategies;
  private final SamplingMetrics metrics;

  public SamplingRoutes(SamplingStrategies strategies, SamplingMetrics metrics) {
    this.strategies = strategies;
    this.metrics = metrics;
  }

  /** Answers with the type as a name. */
  public void sampling(HttpServerRequest request) {
    answer(
        request,
        (response, strategy) -> {
          json(response, SamplingJson.write(strategy));
          metrics.sampling();
        });
  }

  /** Answers with the type as a number. */
  void legacy(HttpServerRequest request) {
    answer(
        request,
        (response, strategy) ->
            SamplingJson.writeLegacy(strategy)
                .ifPresentOrElse(
                    text -> {
                      json(response, text);
                      metrics.legacy();
                    },
                    () -> {
                      metrics.thriftError();
                      text(response, 500, "cannot marshall to JSON");
                    }));
  }

  /**
   * Fails, as Jaeger does: a client that is given a list, be it empty, may drop the baggage that is
   * not in it, while one that is given none lets all baggage pass.
   *
   * @param what Jaeger's words for it on this port
   */
  public void baggage(HttpServerRequest request, String what) {
    if (request.params().getAll("service").size() != 1) {
      missingService(request.response());
    } else {
      metrics.proxyError();
      text(request.response(), 500, "collector error: " + what + " not implemented");
    }
  }

  private interface Writer {
    void write(HttpServerResponse response, SamplingStrategy strategy);
  }

  private void answer(HttpServerRequest request, Writer writer) {
    List<String> services = request.params().getAll("service");
    HttpServerResponse response = request.response();
    if (services.size() != 1) {
      missingService(response);
      return;
    }
    strategies
        .of(services.get(0))
        .onSuccess(strategy -> writer.write(response, strategy))
        .onFailure(
            failure -> {
              metrics.proxyError();
              text(response, 500, "collector error: " + failure.getMessage());
            });
  }

  private void missingService(HttpServerResponse response) {
    metrics.badRequest();
    text(response, 400, "'service' parameter must be provided once");
  }

  private static void json(HttpServerResponse response, byte[] text) {
    response.putHeader("Content-Type", "application/json").end(Buffer.buffer(text));
  }

  /** An error in the manner of Go's server. */
  static void text(HttpServerResponse response, int status, String line) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(line + "\n");
  }
}
