package io.spoor.query.http;

import io.spoor.query.json.JsonOutput;
import io.spoor.storage.StorageException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request with an envelope. Failures go out as text, as clients of Jaeger know them
 * (contract: query.md §2). Nothing is sent to a client that has gone away.
 */
record Answer(HttpServerRequest request, Parameters parameters, Caller caller) {
  private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

  void data(int total, JsonOutput.Document data) {
    json(Envelope.data(parameters.pretty(), total, List.of(), data));
  }

  void json(byte[] body) {
    HttpServerResponse response = request.response();
    if (!response.closed()) {
      response.putHeader("Content-Type", "application/json").end(Buffer.buffer(body));
    }
  }

  void failure(Throwable failure) {
    if (failure instanceof BadRequestException) {
      failure(400, failure.getMessage());
    } else if (failure instanceof TraceNotFoundException) {
      failure(404, failure.getMessage());
    } else {
      if (!(failure instanceof StorageException)) {
        LOG.error("{} {} failed", request.method(), request.path(), failure);
      }
      failure(500, String.valueOf(failure.getMessage()));
    }
  }

  private void failure(int status, String message) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    byte[] body = Envelope.failure(parameters.pretty(), new Envelope.Problem(status, message, ""));
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(Buffer.buffer(body).appendString("\n"));
  }
}
