package io.spoor.collector.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.net.Door;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Port 5778 over a real socket (contract: collector.md §7.2). */
final class SamplingServerTest {
  private static final SimpleMeterRegistry REGISTRY = new SimpleMeterRegistry();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Vertx vertx;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    vertx = Vertx.vertx();
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    SamplingStrategies strategies =
        service ->
            switch (service) {
              case "limited" -> Future.succeededFuture(SamplingStrategy.rateLimiting(40_000));
              case "broken" -> Future.failedFuture(new IllegalStateException("no collector"));
              default -> Future.succeededFuture(SamplingStrategy.probabilistic(0.5));
            };
    vertx
        .deployVerticle(
            new SamplingServer(
                strategies,
                new SamplingMetrics(REGISTRY, "jaeger.agent"),
                Door.open(new HttpServerOptions().setHost("127.0.0.1").setPort(port))))
        .await();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/sampling?service=a | 200 | {\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.5}}",
        "/sampling?service=  | 200 | {\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.5}}",
        "/?service=a         | 200 | {\"strategyType\":0,\"probabilisticSampling\":{\"samplingRate\":0.5}}",
        "/?service=limited   | 500 | cannot marshall to JSON;",
        "/sampling           | 400 | 'service' parameter must be provided once;",
        "/sampling?service=a&service=b | 400 | 'service' parameter must be provided once;",
        "/                   | 400 | 'service' parameter must be provided once;",
        "/sampling?service=broken | 500 | collector error: no collector;",
        "/baggageRestrictions?service=a | 500 | collector error: baggage not implemented;",
        "/baggageRestrictions | 400 | 'service' parameter must be provided once;",
        "/sampling/?service=a | 404 | 404 page not found;",
        "/nothing            | 404 | 404 page not found;",
      },
      quoteCharacter = '`')
  void answers(String path, int status, String body) throws Exception {
    HttpResponse<String> response = send(path, "GET");
    assertEquals(status, response.statusCode());
    assertEquals(body, response.body().replace('\n', ';'));
    assertEquals(
        status == 200 ? "application/json" : "text/plain; charset=utf-8",
        response.headers().firstValue("content-type").orElse(""));
  }

  @Test
  void refusesOtherMethods() throws Exception {
    HttpResponse<String> response = send("/sampling?service=a", "POST");
    assertEquals(405, response.statusCode());
    assertEquals("", response.body());
  }

  @Test
  void countsUnderJaegersNames() throws Exception {
    double before = requests("sampling-legacy");
    send("/?service=a", "GET");
    assertEquals(before + 1, requests("sampling-legacy"));
  }

  private static double requests(String type) {
    return REGISTRY.get("jaeger.agent.http.server.requests").tag("type", type).counter().count();
  }

  private static HttpResponse<String> send(String path, String method) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
