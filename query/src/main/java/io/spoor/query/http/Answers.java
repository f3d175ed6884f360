package io.spoor.query.http;

import io.spoor.query.json.JsonOutput;
import io.spoor.storage.StorageException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends envelopes. Failures go out as text, as clients of Jaeger know them (contract: query.md §2).
 */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static void data(RoutingContext context, int total, JsonOutput.Document data) {
    json(context, Envelope.data(pretty(context), total, List.of(), data));
  }

  static void json(RoutingContext context, byte[] body) {
    HttpServerResponse response = context.response();
    if (!response.closed()) {
      response.putHeader("Content-Type", "application/json").end(Buffer.buffer(body));
    }
  }

  static void failure(RoutingContext context, Throwable failure) {
    if (failure instanceof BadRequestException) {
      failure(context, 400, failure.getMessage());
    } else if (failure instanceof TraceNotFoundException) {
      failure(context, 404, failure.getMessage());
    } else {
      if (!(failure instanceof StorageException)) {
        LOG.error("{} {} failed", context.request().method(), context.request().path(), failure);
      }
      failure(context, 500, String.valueOf(failure.getMessage()));
    }
  }

  static boolean pretty(RoutingContext context) {
    return new Parameters(context.request().params()).pretty();
  }

  private static void failure(RoutingContext context, int status, String message) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    byte[] body = Envelope.failure(pretty(context), new Envelope.Problem(status, message, ""));
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(Buffer.buffer(body).appendString("\n"));
  }
}
