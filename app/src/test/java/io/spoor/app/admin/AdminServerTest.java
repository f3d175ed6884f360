package io.spoor.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spoor.app.Version;
import io.spoor.net.Door;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.TraceReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract: collector.md §9.1. */
final class AdminServerTest {
  private static final Instant START = Instant.parse("2024-01-02T03:04:05.678901234Z");
  private static final String UNAVAILABLE =
      "{\"status\":\"Server not available\",\"upSince\":\"0001-01-01T00:00:00Z\",\"uptime\":\"\"";

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Health health = new Health(now::get);
  private final FakeStorage storage = new FakeStorage();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private Vertx vertx;
  private int port;

  /** A store that is as well as a test says. */
  private static final class FakeStorage implements SpanStorage {
    private volatile Future<Void> state = Future.succeededFuture();

    @Override
    public SpanWriter writer() {
      throw new UnsupportedOperationException();
    }

    @Override
    public TraceReader reader() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> check() {
      return state;
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    registry.config().namingConvention(new JaegerNames());
    vertx
        .deployVerticle(
            new AdminServer(
                Door.open(new HttpServerOptions().setHost("127.0.0.1").setPort(port)),
                health,
                Optional.of(registry),
                "/metrics",
                new Version("0.1", "abc", "2026-01-01T00:00:00Z")))
        .await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void isUnavailableUntilReadyAndAgainWhenStopping() throws Exception {
    assertAnswer(503, UNAVAILABLE + "}", get("/"));
    health.ready(storage, Optional::empty);
    assertEquals(200, get("/").statusCode());
    health.notReady();
    assertAnswer(503, UNAVAILABLE + "}", get("/"));
  }

  @Test
  void tellsSinceWhenItIsUpOnEveryPathAndMethod() throws Exception {
    health.ready(storage, Optional::empty);
    now.set(START.plusMillis(25_240));
    String upSince =
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(START.atZone(ZoneId.systemDefault()));
    assertTrue(upSince.startsWith("20") && upSince.contains(".678901234"), upSince);
    String expected =
        "{\"status\":\"Server available\",\"upSince\":\""
            + upSince
            + "\",\"uptime\":\"25.24s\",\"storage\":\"ok\"}";
    assertAnswer(200, expected, get("/"));
    assertAnswer(200, expected, get("/health?x=1"));
    assertAnswer(200, expected, get("/metrics/"));
    assertAnswer(
        200, expected, send(request("/").POST(BodyPublishers.ofString("anything")).build()));
    assertAnswer(200, "", send(request("/").method("HEAD", BodyPublishers.noBody()).build()));
  }

  @Test
  void staysAvailableWhileTheStoreIsDown() throws Exception {
    health.ready(storage, Optional::empty);
    storage.state = Future.failedFuture("disk \"full\"");
    HttpResponse<String> answer = get("/");
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().endsWith("\"storage\":\"disk \\\"full\\\"\"}"), answer.body());
    assertAnswer(503, "{\"storage\":\"disk \\\"full\\\"\"}", get("/storage"));
    storage.state = Future.failedFuture(new IllegalStateException());
    assertEquals(200, get("/").statusCode());
    storage.state = Future.succeededFuture();
    assertAnswer(200, "{\"storage\":\"ok\"}", get("/storage"));
  }

  @Test
  void answersProbesWhileTheStoreHangs() throws Exception {
    health.ready(storage, Optional::empty);
    storage.state = Promise.<Void>promise().future();
    assertEquals(200, get("/").statusCode());
  }

  @Test
  void isUnavailableWhileSomethingIsInTheWay() throws Exception {
    AtomicReference<Optional<String>> obstacle = new AtomicReference<>(Optional.of("journal"));
    health.ready(storage, obstacle::get);
    assertAnswer(503, UNAVAILABLE + ",\"reason\":\"journal\"}", get("/"));
    obstacle.set(Optional.empty());
    assertEquals(200, get("/").statusCode());
  }

  @Test
  void tellsItsVersion() throws Exception {
    assertAnswer(
        200,
        "{\"gitCommit\":\"abc\",\"gitVersion\":\"v1.53.0\",\"buildDate\":\"2026-01-01T00:00:00Z\","
            + "\"spoorVersion\":\"0.1\"}",
        get("/version"));
  }

  @Test
  void hasMetricsBeforeItIsReady() throws Exception {
    registry.counter("some.counter").increment();
    HttpResponse<String> answer = get("/metrics");
    assertEquals(200, answer.statusCode());
    assertEquals(
        Optional.of("text/plain; version=0.0.4; charset=utf-8"),
        answer.headers().firstValue("content-type"));
    assertTrue(answer.body().contains("\nsome_counter_total 1.0\n"), answer.body());
  }

  private static void assertAnswer(int status, String body, HttpResponse<String> answer) {
    assertEquals(body, answer.body());
    assertEquals(status, answer.statusCode());
    assertEquals(Optional.of("application/json"), answer.headers().firstValue("content-type"));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(request, HttpResponse.BodyHandlers.ofString());
  }
}
