package io.spoor.storage.elasticsearch.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ElasticsearchTest
final class TestProxyTest {
  private final TestServer server;
  private final TestProxy proxy;

  TestProxyTest(TestServer server) {
    this.server = server;
    this.proxy = TestProxy.before(server);
  }

  @AfterEach
  void close() {
    proxy.close();
    server.deleteIndices("proxied*");
  }

  @Test
  void passesRequestsAndAnswersAsTheyAreAndRecordsThem() throws IOException {
    Reply written = send("PUT", "/proxied-1/_doc/a%2Fb?refresh=true", "{\"colour\":\"green\"}");
    assertEquals(201, written.status());
    assertEquals("a/b", written.json().getString("_id"));
    assertEquals(
        server.get("/proxied-1/_doc/a%2Fb").body(),
        send("GET", "/proxied-1/_doc/a%2Fb", "").body());
    assertEquals(404, send("GET", "/proxied-2", "").status());

    assertEquals(
        List.of(
            "PUT /proxied-1/_doc/a%2Fb?refresh=true",
            "GET /proxied-1/_doc/a%2Fb", "GET /proxied-2"),
        proxy.requests().stream().map(RecordedRequest::toString).toList());
    RecordedRequest first = proxy.requests().get(0);
    assertEquals("{\"colour\":\"green\"}", first.text());
    assertEquals("application/json", first.header("Content-Type"));
  }

  @Test
  void addsTheRootThatTheServerLacks() throws IOException {
    Reply root = send("GET", "/", "");
    assertEquals(server.version(), root.json().getJsonObject("version").getString("number"));
    assertEquals("Elasticsearch", root.headers().get("x-elastic-product"));
    assertEquals(200, send("HEAD", "/", "").status());
  }

  @Test
  void knowsTheIlmPoliciesThatItIsTold() throws IOException {
    try (TestProxy ilm = before(Disguise.as(server.version()).withIlmPolicy("jaeger-ilm-policy"))) {
      assertEquals(200, send(ilm, "GET", "/_ilm/policy/jaeger-ilm-policy", Map.of()).status());
      assertEquals(404, send(ilm, "GET", "/_ilm/policy/other", Map.of()).status());
    }
  }

  @Test
  void isTakenForOpenSearch() throws IOException {
    try (TestProxy openSearch = before(Disguise.asOpenSearch("2.11.0"))) {
      Reply root = send(openSearch, "GET", "/", Map.of());
      assertEquals("opensearch", root.json().getJsonObject("version").getString("distribution"));
      assertFalse(root.headers().containsKey("x-elastic-product"));
      Reply health = send(openSearch, "GET", "/_cluster/health", Map.of());
      assertEquals(200, health.status());
      assertFalse(health.headers().containsKey("x-elastic-product"));
      Map<String, String> vendor =
          Map.of("accept", "application/vnd.elasticsearch+json;compatible-with=8");
      assertEquals(406, send(openSearch, "GET", "/_cluster/health", vendor).status());
    }
  }

  @Test
  void answersInTheServersPlaceAsOftenAsItIsTold() throws IOException {
    proxy.times(2, request -> request.path().endsWith("/_bulk"), Behaviour.tooManyRequests());
    String bulk = "{\"index\":{\"_index\":\"proxied-3\"}}\n{}\n";
    assertEquals(429, send("POST", "/_bulk", bulk).status());
    assertEquals(429, send("POST", "/_bulk", bulk).status());
    assertEquals(200, send("POST", "/_bulk", bulk).status());
    proxy.when(TestProxyTest::any, Behaviour.unavailable());
    assertEquals(503, send("GET", "/_cluster/health", "").status());
    proxy.behave();
    assertEquals(200, send("GET", "/_cluster/health", "").status());
  }

  @Test
  void cutsConnectionsBeforeAndAfterTheServerHasActed() {
    proxy.times(
        2, TestProxyTest::any, new Behaviour.Cut()); // the JDK's client tries a PUT once again
    assertThrows(IOException.class, () -> send("PUT", "/proxied-4", ""));
    assertEquals(404, server.get("/proxied-4").status());
    proxy.behave();
    proxy.when(TestProxyTest::any, new Behaviour.CutAnswer());
    assertThrows(IOException.class, () -> send("PUT", "/proxied-4", ""));
    assertEquals(200, server.get("/proxied-4").status());
    proxy.behave();
    proxy.when(TestProxyTest::any, new Behaviour.HalfAnswer());
    assertThrows(IOException.class, () -> send("GET", "/proxied-4", ""));
  }

  @Test
  void goesDownAndComesBackOnItsPort() throws IOException {
    proxy.down();
    assertThrows(IOException.class, () -> send("GET", "/", ""));
    proxy.up();
    assertEquals(200, send("GET", "/", "").status());
  }

  @Test
  void waitsBeforeItAnswers() throws IOException {
    proxy.when(
        TestProxyTest::any, new Behaviour.Delayed(Duration.ofMillis(200), Behaviour.garbage()));
    long start = System.nanoTime();
    assertEquals(200, send("GET", "/_cluster/health", "").status());
    assertTrue(System.nanoTime() - start >= 199_000_000);
  }

  private static boolean any(RecordedRequest request) {
    return true;
  }

  private TestProxy before(Disguise disguise) {
    return TestProxy.before(server, disguise);
  }

  private Reply send(String method, String path, String body) throws IOException {
    return Http.plain().send(method, proxy.uri().resolve(path), body);
  }

  private static Reply send(TestProxy to, String method, String path, Map<String, String> headers)
      throws IOException {
    return Http.with(Optional.empty(), headers).send(method, to.uri().resolve(path), "");
  }
}
