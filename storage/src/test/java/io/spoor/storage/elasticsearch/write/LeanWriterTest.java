package io.spoor.storage.elasticsearch.write;

import static io.spoor.storage.elasticsearch.write.ElasticsearchFixture.await;
import static io.spoor.storage.elasticsearch.write.ElasticsearchFixture.failure;
import static io.spoor.storage.elasticsearch.write.ElasticsearchFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.Tenant;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.lean.ChunkTerms;
import io.spoor.storage.elasticsearch.server.Behaviour;
import io.spoor.storage.elasticsearch.server.ElasticsearchTest;
import io.spoor.storage.elasticsearch.server.TestProxy;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.vertx.core.json.JsonObject;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lean form on a real server. */
@ElasticsearchTest
class LeanWriterTest {
  private static final String INDEX = "spoor-chunk-" + ElasticsearchFixture.DAY;

  private TestProxy proxy;
  private ElasticsearchFixture fixture;
  private ElasticsearchWriter writer;

  @BeforeEach
  void open(TestServer server) {
    proxy = TestProxy.before(server);
    fixture = new ElasticsearchFixture(server, proxy.uri());
    writer =
        fixture.writer(
            ElasticsearchFixture.OPTIONS.withForm(SpanForm.LEAN),
            fixture.indices(),
            ElasticsearchFixture.TEMPLATES);
  }

  @AfterEach
  void close() {
    proxy.behave();
    fixture.close();
    proxy.close();
    for (String path : List.of("/_index_template/", "/_template/")) {
      fixture.server.send("DELETE", path + fixture.index("spoor-chunk"), "");
    }
  }

  @Test
  void findsChunksByTheirTerms() {
    write(
        writer,
        TestSpan.span(1, 1).tag("http.method", "GET").tag("size", 100L),
        TestSpan.span(1, 2).service("cart").tag("k", "v".repeat(5000)),
        TestSpan.span(2, 3).operation("o".repeat(40_000)).tag("size", 7.5));

    assertEquals(2, fixture.all(fixture.index(INDEX)).size());
    assertEquals(1, count("term", "service", "\"cart\""));
    assertEquals(1, count("term", "operation", quoted(ChunkTerms.name("o".repeat(40_000)))));
    assertEquals(1, count("term", "tag", quoted(ChunkTerms.tag("http.method", "GET"))));
    assertEquals(1, count("term", "tag", quoted(ChunkTerms.tag("k", "v".repeat(5000)))));
    assertEquals(
        1, count("regexp", "tag", quoted("http\\.method" + ChunkTerms.SEPARATOR + "(G.T)")));
    assertEquals(2, atLeast("size", 7));
    assertEquals(1, atLeast("size", 8));
    assertEquals(0, atLeast("size", 101));
    assertEquals(
        0, fixture.server.get("/_cat/indices/" + fixture.index("jaeger-span*")).body().length());
    assertEquals(3, fixture.all(fixture.index("jaeger-service-2024-01-10")).size());
  }

  @Test
  void tellsTheFateOfEachSpanOfAChunk() {
    await(writer.prepare(Tenant.DEFAULT));
    proxy.when(
        request -> request.path().equals("/_bulk") && request.text().length() > 4000,
        Behaviour.error(413, "content_too_long_exception", "too long"));

    StorageException refused =
        failure(
            writer,
            TestSpan.batch(
                LongStream.range(0, 12)
                    .mapToObj(
                        id ->
                            TestSpan.span(1, id)
                                .start(TestSpan.NOON + id)
                                .tag("n", id == 5 ? "x".repeat(5000) : "y"))
                    .toList()));

    BitSet five = new BitSet();
    five.set(5);
    assertEquals(Kind.PERMANENT, refused.kind());
    assertEquals(five, refused.refused());
    assertEquals(11, refused.stored().cardinality());
    assertEquals(
        11,
        fixture.all(fixture.index(INDEX)).stream()
            .mapToInt(hit -> hit.getJsonObject("_source").getJsonArray("spans").size())
            .sum());
  }

  private int atLeast(String key, double value) {
    return count(
        "range",
        "number",
        new JsonObject()
            .put("gte", ChunkTerms.number(key, value))
            .put("lte", ChunkTerms.number(key, Double.POSITIVE_INFINITY))
            .encode());
  }

  private int count(String query, String field, String value) {
    return fixture
        .find(fixture.index(INDEX), "{\"%s\":{\"%s\":%s}}".formatted(query, field, value))
        .size();
  }

  private static String quoted(String text) {
    return io.vertx.core.json.Json.encode(text);
  }
}
