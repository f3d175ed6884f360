package io.spoor.storage.elasticsearch.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.elasticsearch.server.Behaviour;
import io.spoor.storage.elasticsearch.server.Disguise;
import io.spoor.storage.elasticsearch.server.ElasticsearchTest;
import io.spoor.storage.elasticsearch.server.RecordedRequest;
import io.spoor.storage.elasticsearch.server.TestProxy;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.http.ContentTooLongException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server, at request level through the proxy where that lacks something. */
@ElasticsearchTest
final class ConnectionTest extends ClusterFixture {
  private static final Request HEALTH = Request.of("GET", "/_cluster/health");
  private static final Request BULK = bulk(200);

  private final TestServer server;
  private final TestProxy proxy;

  ConnectionTest(TestServer server) {
    this.server = server;
    this.proxy = TestProxy.before(server);
  }

  @AfterEach
  void close() {
    proxy.close();
    server.deleteIndices("connection*");
  }

  @Test
  void asksTheRootForTheVersionAndANodeWhereThatHasNoHandler() {
    ServerVersion expected = new ServerVersion(server.version(), false);
    assertEquals(expected, await(cluster(to(proxy.uri())).version()));
    assertEquals(expected, await(cluster(to(server.uri())).version()));
    assertEquals(server.release().major(), expected.major());
  }

  @Test
  void asksNobodyWhenTheVersionIsGiven() {
    proxy.down();
    assertEquals(7, await(cluster(to(proxy.uri()).withVersion(7)).version()).major());
  }

  @Test
  void speaksToOpenSearchAtRequestLevel() {
    try (TestProxy openSearch = TestProxy.before(server, Disguise.asOpenSearch("2.11.0"))) {
      Cluster cluster = cluster(to(openSearch.uri()));
      ServerVersion version = await(cluster.version());
      assertTrue(version.isOpenSearch());
      assertEquals(7, version.major());
      assertTrue(await(cluster.send(HEALTH)).isOk());
      assertNotNull(cluster.typed().indices().getAlias().join());
    }
  }

  @Test
  void sendsAnApiKeyAtRequestLevelAndReadsItsFileAgain(@TempDir Path directory) throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "Zmlyc3Q=\n");
    Cluster cluster = cluster(to(proxy.uri()).with(Credentials.apiKey(key, Duration.ofMillis(10))));
    await(cluster.send(HEALTH));
    assertEquals("APIKey Zmlyc3Q=", lastRequest().header("authorization"));
    Files.writeString(key, "c2Vjb25k");
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    do {
      assertTrue(System.nanoTime() < deadline, "the old key is still sent");
      await(cluster.send(HEALTH));
    } while (!lastRequest().header("authorization").equals("APIKey c2Vjb25k"));
  }

  @Test
  void compressesBodiesThatAreWorthItAndReadsCompressedAnswers() {
    Cluster cluster = cluster(to(proxy.uri()));
    assertFalse(json(await(cluster.send(BULK)).orThrow("bulk")).getBoolean("errors"));
    assertEquals("gzip", lastRequest().header("content-encoding"));
    assertEquals("gzip", lastRequest().header("accept-encoding"));
    assertEquals("application/x-ndjson", lastRequest().header("content-type"));
    assertTrue(lastRequest().body().length() < lastRequest().text().length() / 4);
    await(cluster.send(bulk(1)));
    assertEquals("", lastRequest().header("content-encoding"));
  }

  @Test
  void compressesNothingWhereThatIsSwitchedOff() {
    Cluster cluster = cluster(to(proxy.uri()).withCompression(false));
    assertFalse(json(await(cluster.send(BULK)).orThrow("bulk")).getBoolean("errors"));
    assertEquals("", lastRequest().header("content-encoding"));
    assertEquals("", lastRequest().header("accept-encoding"));
  }

  @Test
  void replacesGetWhereThereIsABody() {
    Request search = Request.of("GET", "/connection*/_search", Request.Body.json(bytes("{}")));
    await(cluster(to(proxy.uri()).withGetBodyAs("POST")).send(search)).orThrow("search");
    assertEquals("POST", lastRequest().method());
    await(cluster(to(proxy.uri())).send(search)).orThrow("search");
    assertEquals("GET", lastRequest().method());
    await(cluster(to(proxy.uri()).withGetBodyAs("POST")).send(HEALTH));
    assertEquals("GET", lastRequest().method());
  }

  @Test
  void goesToTheNextServerWhenOneIsGoneCutOffOrUnavailable() {
    try (TestProxy other = TestProxy.before(server)) {
      other.times(1, request -> true, Behaviour.unavailable());
      isAnsweredAgainAndAgain(other);
      assertEquals(1, other.requests().size(), "it is left out for a while");
      other.times(1, request -> true, new Behaviour.Cut());
      isAnsweredAgainAndAgain(other);
      other.times(1, request -> true, new Behaviour.HalfAnswer());
      isAnsweredAgainAndAgain(other);
      other.down();
      isAnsweredAgainAndAgain(other);
    }
  }

  private void isAnsweredAgainAndAgain(TestProxy failing) {
    Cluster cluster = cluster(to(failing.uri(), proxy.uri()));
    for (int i = 0; i < 4; i++) {
      assertTrue(await(cluster.send(HEALTH)).isOk());
    }
  }

  @Test
  void saysWhichServerDoesNotAnswerAndWhy() {
    StorageException slow = failure(Behaviour.json(200, "{}"), Duration.ofSeconds(20));
    assertTrue(slow.getMessage().startsWith("Elasticsearch at " + proxy.uri() + ": timed out"));
    proxy.when(request -> true, new Behaviour.Cut());
    assertTrue(failureOf(cluster(to(proxy.uri())).send(HEALTH)).getMessage().contains("closed"));
    proxy.down();
    StorageException refused = failureOf(cluster(to(proxy.uri())).send(HEALTH));
    assertEquals(Kind.TRANSIENT, refused.kind());
    assertTrue(refused.getMessage().contains(proxy.uri() + ": connection refused"));
    URI nowhere = URI.create("http://nowhere.invalid:9200");
    assertTrue(
        failureOf(cluster(to(nowhere)).send(HEALTH))
            .getMessage()
            .contains(nowhere + ": unknown host"));
  }

  @Test
  void saysThatSomebodyElseAnswers() {
    proxy.when(request -> request.is("GET", "/"), Behaviour.json(200, "{\"hello\":\"world\"}"));
    assertTrue(
        failureOf(cluster(to(proxy.uri())).version())
            .getMessage()
            .contains(proxy.uri() + " does not answer as Elasticsearch does"));
    proxy.when(request -> request.is("GET", "/"), Behaviour.garbage());
    failureOf(cluster(to(proxy.uri())).version());
  }

  @Test
  void asksThroughTheProxyOfTheEnvironment() {
    URI behind = URI.create("http://elasticsearch.example:9200");
    ProxySettings settings = ProxySettings.of(Map.of("HTTP_PROXY", proxy.uri().toString()));
    Cluster cluster = cluster(to(behind).with(settings));
    assertEquals(server.version(), await(cluster.version()).number());
    assertEquals("elasticsearch.example:9200", lastRequest().header("host"));
  }

  @Test
  void asksUnderThePathOfTheServersUrl() {
    proxy.when(request -> true, Behaviour.json(200, "{}"));
    await(cluster(to(proxy.uri().resolve("/es/"))).send(HEALTH));
    assertEquals("/es/_cluster/health", lastRequest().path());
  }

  @Test
  void answersOnTheContextThatAsked() {
    Cluster cluster = cluster(to(server.uri()));
    for (Request request : List.of(HEALTH, BULK)) {
      Context context = vertx.getOrCreateContext();
      Future<Boolean> same =
          Future.future(
              promise ->
                  context.runOnContext(
                      go ->
                          cluster
                              .send(request)
                              .map(answer -> Vertx.currentContext() == context)
                              .onComplete(promise)));
      assertTrue(await(same));
    }
  }

  private StorageException failure(Behaviour behaviour, Duration delay) {
    proxy.when(request -> true, new Behaviour.Delayed(delay, behaviour));
    ConnectionOptions impatient = to(proxy.uri()).withTimeout(Duration.ofMillis(200));
    StorageException failure = failureOf(cluster(impatient).send(HEALTH));
    proxy.behave();
    return failure;
  }

  private RecordedRequest lastRequest() {
    List<RecordedRequest> all = proxy.requests();
    return all.get(all.size() - 1);
  }

  private static Request bulk(int documents) {
    byte[] lines =
        bytes(
            "{\"index\":{\"_index\":\"connection-1\"}}\n{\"colour\":\"green\"}\n"
                .repeat(documents));
    return Request.of("POST", "/_bulk", Request.Body.lines(lines, 0, lines.length));
  }

  private static JsonObject json(Answer answer) {
    return new JsonObject(new String(answer.body(), UTF_8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void refusesAnAnswerThatUnfoldsToMoreThanItTakes() throws IOException {
    ByteArrayOutputStream folded = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(folded)) {
      for (int mebibyte = 0; mebibyte <= Cluster.MAX_ANSWER_BYTES >> 20; mebibyte++) {
        gzip.write(new byte[1 << 20]);
      }
    }
    proxy.when(
        request -> true,
        new Behaviour.Answer(
            200, Map.of("content-encoding", "gzip"), Buffer.buffer(folded.toByteArray())));

    StorageException failure = failureOf(cluster(to(proxy.uri())).send(HEALTH));

    assertEquals(Kind.PERMANENT, failure.kind());
    assertInstanceOf(ContentTooLongException.class, failure.getCause());
  }
}
