package io.spoor.app.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks query's HTTP API for a trace. Event loop. */
final class QueryApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT_MILLIS = 2_000;
  private static final long ANSWER_SECONDS = 10;

  private final HttpClient client;
  private final URI base;
  private final Map<String, String> headers;

  /**
   * @param base with query's base path, if it has one
   * @param headers of every request
   */
  QueryApi(Vertx vertx, URI base, Map<String, String> headers) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS), new PoolOptions());
    this.base = base;
    this.headers = headers;
  }

  /** What is shown of that trace: nothing if it is not known. Fails if query does not answer. */
  Future<List<ShownSpan>> trace(String traceId) {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(base.toString().replaceFirst("/+$", "") + "/api/traces/" + traceId);
    headers.forEach(request::putHeader);
    return client
        .request(request)
        .compose(made -> made.send())
        .compose(QueryApi::read)
        .timeout(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  private static Future<List<ShownSpan>> read(HttpClientResponse response) {
    return response
        .body()
        .compose(
            body -> {
              if (response.statusCode() == 404) {
                return Future.succeededFuture(List.of());
              }
              if (response.statusCode() != 200) {
                return Future.failedFuture("query answers " + response.statusCode());
              }
              try {
                return Future.succeededFuture(ShownSpan.ofAnswer(JSON.readTree(body.getBytes())));
              } catch (IOException e) {
                return Future.failedFuture("query's answer is no JSON");
              }
            });
  }
}
