package io.spoor.storage.elasticsearch.write;

import static io.spoor.storage.elasticsearch.write.ElasticsearchFixture.await;
import static io.spoor.storage.elasticsearch.write.ElasticsearchFixture.failure;
import static io.spoor.storage.elasticsearch.write.ElasticsearchFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.document.TagFields;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.spoor.storage.elasticsearch.server.ElasticsearchTest;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written to a real server is there, in a form that Jaeger's queries find. */
@ElasticsearchTest
class WriterTest {
  private ElasticsearchFixture fixture;

  @BeforeEach
  void open(TestServer server) {
    fixture = new ElasticsearchFixture(server);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void routesSpansByTheirTraceAndLetsTheServerChooseIds() {
    ElasticsearchWriter writer = fixture.writer();

    write(writer, TestSpan.span(new TraceId(0xab, 1), 1), TestSpan.span(2, 2));

    List<JsonObject> hits = fixture.all(fixture.spans());
    assertEquals(2, hits.size());
    for (JsonObject hit : hits) {
      assertEquals(hit.getJsonObject("_source").getString("traceID"), hit.getString("_routing"));
    }
    assertEquals(3.0, fixture.count("jaeger.bulk.index.attempts"));
    assertEquals(3.0, fixture.count("jaeger.bulk.index.inserts"));
    assertEquals(0.0, fixture.count("jaeger.bulk.index.errors"));
  }

  @Test
  void findsEveryTagAsJaegerAsksForIt() {
    ElasticsearchWriter writer = fixture.writer();
    write(
        writer,
        TestSpan.span(1, 1)
            .processTag("hostname", "web-1")
            .processTag("pid", 42L)
            .tag("http.method", "GET")
            .tag("http.status_code", 200L)
            .tag("error", true)
            .tag("sampler.param", 1.0)
            .tag("db.statement", "x".repeat(40_000))
            .tag("rare", 12.5)
            .tag("long", 123456789.123456)
            .log("event", "started"));

    for (String condition :
        List.of(
            "hostname=web.1",
            "pid=42",
            "http.method=GET|POST",
            "http.status_code=2..",
            "error=true",
            "sampler.param=1",
            "rare=12\\\\.5",
            "long=123456789\\\\.1",
            "long=123456789\\\\.123456",
            "event=started")) {
      String[] tag = condition.split("=", 2);
      assertEquals(List.of(1L), fixture.spanIds(tagClause(tag[0], tag[1])), condition);
      assertEquals(List.of(), fixture.spanIds(tagClause(tag[0], "(" + tag[1] + ")x")), condition);
    }
  }

  @Test
  void findsFloatsThatAreFields() {
    ElasticsearchWriter writer =
        fixture.writer(
            ElasticsearchFixture.OPTIONS,
            fixture.indices(),
            ElasticsearchFixture.TEMPLATES.withTags(TagFields.all("@")));
    write(
        writer,
        TestSpan.span(1, 1)
            .tag("half", 12.5)
            .tag("large", 1e21)
            .tag("small", 1e-7)
            .tag("whole", 3.0));

    for (String condition : List.of("half=12\\\\.5", "large=1e\\\\+21", "small=1e-07", "whole=3")) {
      String[] tag = condition.split("=", 2);
      assertEquals(List.of(1L), fixture.spanIds(tagClause(tag[0], tag[1])), condition);
    }
  }

  @Test
  void listsEachPairOnceWithAllItsKinds() {
    ElasticsearchWriter writer = fixture.writer();
    ElasticsearchWriter other = fixture.writer();

    write(writer, TestSpan.span(1, 1).tag("span.kind", "server"), TestSpan.span(1, 2));
    write(other, TestSpan.span(1, 3).tag("span.kind", "client"));
    write(other, TestSpan.span(1, 4).tag("span.kind", "client"));

    List<JsonObject> services = fixture.all(fixture.index("jaeger-service-2024-01-10"));
    assertEquals(1, services.size());
    assertEquals(
        new JsonObject(
            """
            {"serviceName":"frontend","operationName":"GET /",
             "spanKind":{"server":true,"client":true}}"""),
        services.get(0).getJsonObject("_source"));
    assertEquals(2 + 3 - 1, (int) fixture.count("jaeger.bulk.index.inserts") - 2);
  }

  @Test
  void listsPairsWhoseIdsCollide() {
    ElasticsearchWriter writer = fixture.writer();

    write(
        writer,
        TestSpan.span(1, 1).service("ab").operation("c"),
        TestSpan.span(1, 2).service("a").operation("bc"),
        TestSpan.span(1, 3).service("a").operation("bc"));

    assertEquals(2, fixture.all(fixture.index("jaeger-service-2024-01-10")).size());
  }

  @Test
  void writesServicesIntoEachNewIndex() {
    ElasticsearchWriter writer = fixture.writer();

    write(writer, TestSpan.span(1, 1), TestSpan.span(1, 2).start(TestSpan.NOON + 86_400_000_000L));

    assertEquals(1, fixture.all(fixture.index("jaeger-service-2024-01-10")).size());
    assertEquals(1, fixture.all(fixture.index("jaeger-service-2024-01-11")).size());
  }

  @Test
  void gathersManyWritesAndSplitsLargeOnes() {
    ElasticsearchWriter writer =
        fixture.writer(
            ElasticsearchFixture.OPTIONS.withBulk(20_000, 50, 2, Duration.ofMillis(50)),
            fixture.indices(),
            ElasticsearchFixture.TEMPLATES);
    List<Future<Void>> writes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int first = i * 10;
      writes.add(
          writer.write(
              Tenant.DEFAULT,
              TestSpan.batch(
                  LongStream.range(first, first + 10)
                      .mapToObj(id -> TestSpan.span(id % 7, id).tag("n", id))
                      .toList())));
    }
    await(Future.all(writes));

    assertEquals(LongStream.range(0, 200).boxed().toList(), fixture.spanIds("{\"match_all\":{}}"));
    long requests = fixture.registry.get("jaeger.bulk.index.latency.ok").timer().count();
    assertTrue(requests >= 5 && requests <= 20, "bulk requests: " + requests);
  }

  @Test
  void keepsASpanWhoseFieldIsRefused() {
    ElasticsearchWriter writer =
        fixture.writer(
            ElasticsearchFixture.OPTIONS,
            fixture.indices(),
            ElasticsearchFixture.TEMPLATES.withTags(TagFields.all("@")));
    // Another writer made an object of the field.
    write(writer, TestSpan.span(1, 1));
    fixture
        .server
        .send(
            "PUT",
            "/" + fixture.spans() + "/_mapping",
            """
            {"properties":{"tag":{"properties":{"x":{"properties":{"y":{"type":"long"}}}}}}}""")
        .expect(200);

    write(
        writer, TestSpan.span(2, 2).tag("x", "v").tag("z", "w"), TestSpan.span(3, 3).tag("z", "w"));

    assertEquals(List.of(2L), fixture.spanIds(tagClause("x", "v")));
    assertEquals(List.of(2L, 3L), fixture.spanIds(tagClause("z", "w")));
    assertEquals(1.0, fixture.count("spoor.elasticsearch.documents.without.fields"));
    assertEquals(0.0, fixture.count("spoor.elasticsearch.documents.refused"));
  }

  @Test
  void tellsWhichSpansAreRefusedAndStoresTheOthers() {
    ElasticsearchWriter writer = fixture.writer();
    // Somebody's index in which no trace id is what it should be.
    fixture
        .server
        .send(
            "PUT",
            "/" + fixture.index("jaeger-span-1970-01-01"),
            "{\"mappings\":{\"properties\":{\"traceID\":{\"type\":\"ip\"}}}}")
        .expect(200);

    StorageException refused =
        failure(
            writer,
            TestSpan.batch(TestSpan.span(2, 5), TestSpan.span(2, 6).start(5), TestSpan.span(2, 7)));

    assertEquals(Kind.PERMANENT, refused.kind());
    assertEquals(BitSet.valueOf(new long[] {0b101}), refused.stored());
    assertEquals(BitSet.valueOf(new long[] {0b010}), refused.refused());
    assertTrue(refused.getMessage().startsWith("1 of 3 spans refused: 400 "), refused.getMessage());
    assertEquals(List.of(5L, 7L), fixture.spanIds("{\"match_all\":{}}"));
    assertEquals(1.0, fixture.count("spoor.elasticsearch.documents.refused"));
  }

  @Test
  void archivesATraceOnceHoweverOften() {
    ElasticsearchWriter writer = fixture.writer();
    SpanBatch batch =
        TestSpan.batch(
            TestSpan.span(1, 1),
            TestSpan.span(1, 1).tag("span.kind", "server"),
            TestSpan.span(1, 2));

    await(writer.archive(Tenant.DEFAULT, new Trace(new TraceId(0, 1), batch)));
    await(writer.archive(Tenant.DEFAULT, new Trace(new TraceId(0, 1), batch)));

    assertEquals(3, fixture.all(fixture.index("jaeger-span-archive")).size());
    assertEquals(
        0, fixture.server.get("/_cat/indices/" + fixture.index("jaeger-service*")).body().length());
  }

  @Test
  void givesTenantsIndicesOfTheirOwn() {
    ElasticsearchWriter writer = fixture.writer();

    await(writer.write(new Tenant("acme"), TestSpan.batch(TestSpan.span(1, 1))));
    write(writer, TestSpan.span(2, 2));

    assertEquals(List.of(2L), fixture.spanIds("{\"match_all\":{}}"));
    assertEquals(1, fixture.all(fixture.index("tenant_acme-jaeger-span-2024-01-10")).size());
  }

  @Test
  void acceptsAnEmptyBatch() {
    write(fixture.writer());
  }

  @Test
  void finishesWhatWasHandedOverWhenClosed() {
    ElasticsearchWriter writer =
        fixture.writer(
            ElasticsearchFixture.OPTIONS.withBulk(5_000_000, 1000, 1, Duration.ofMinutes(5)),
            fixture.indices(),
            ElasticsearchFixture.TEMPLATES);
    Future<Void> written = writer.write(Tenant.DEFAULT, TestSpan.batch(TestSpan.span(1, 1)));

    await(writer.close());

    assertTrue(written.succeeded());
    assertEquals(List.of(1L), fixture.spanIds("{\"match_all\":{}}"));
    assertEquals(Kind.PERMANENT, failure(writer, TestSpan.batch(TestSpan.span(1, 2))).kind());
  }

  @Test
  void doesNotReplaceTheTemplateOfANewerSpoor() {
    ElasticsearchWriter writer = fixture.writer();
    await(writer.prepare(Tenant.DEFAULT));
    String path =
        (fixture.server.release().major() >= 8 ? "/_index_template/" : "/_template/")
            + fixture.index("jaeger-span");
    String installed = fixture.server.get(path).expect(200).body();
    assertTrue(installed.contains("\"spoor\""), installed);
    String newer =
        fixture.server.release().major() >= 8
            ? """
              {"index_patterns":["%s-*"],"template":{"mappings":{"_meta":{"spoor":{"template":99}}}}}"""
            : """
              {"index_patterns":["%s-*"],"mappings":{"_meta":{"spoor":{"template":99}}}}""";
    fixture.server.send("PUT", path, newer.formatted(fixture.index("jaeger-span"))).expect(200);

    await(fixture.writer().prepare(Tenant.DEFAULT));

    String kept = fixture.server.get(path).expect(200).body();
    assertTrue(kept.contains("99"), kept);
  }

  @Test
  void canRequireRouting() {
    TemplateOptions templates = ElasticsearchFixture.TEMPLATES.requiringRouting();
    ElasticsearchWriter writer =
        fixture.writer(ElasticsearchFixture.OPTIONS, fixture.indices(), templates);

    write(writer, TestSpan.span(1, 1));

    int unrouted =
        fixture
            .server
            .send("POST", "/" + fixture.spans() + "/_doc", "{\"traceID\":\"1\"}")
            .status();
    assertTrue(unrouted >= 400, "status " + unrouted);
  }

  /** As Jaeger asks for a tag (contract: elasticsearch.md §8.2). */
  private static String tagClause(String key, String value) {
    String field = key.replace('.', '@');
    StringBuilder clauses = new StringBuilder();
    for (String object : List.of("tag", "process.tag")) {
      clauses.append(
          "{\"bool\":{\"must\":{\"regexp\":{\"%s.%s\":{\"value\":\"%s\"}}}}},"
              .formatted(object, field, value));
    }
    for (String nested : List.of("tags", "process.tags", "logs.fields")) {
      clauses.append(
          """
          {"nested":{"path":"%1$s","query":{"bool":{"must":[
           {"match":{"%1$s.key":{"query":"%2$s"}}},
           {"regexp":{"%1$s.value":{"value":"%3$s"}}}]}}}},"""
              .formatted(nested, key, value));
    }
    return "{\"bool\":{\"should\":[" + clauses.substring(0, clauses.length() - 1) + "]}}";
  }
}
