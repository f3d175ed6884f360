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
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.server.Behaviour;
import io.spoor.storage.elasticsearch.server.ElasticsearchTest;
import io.spoor.storage.elasticsearch.server.RecordedRequest;
import io.spoor.storage.elasticsearch.server.TestProxy;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers and networks in trouble: what is answered is stored, what is not is told. */
@ElasticsearchTest
class FaultTest {
  private static final Predicate<RecordedRequest> BULK = request -> request.path().equals("/_bulk");
  private static final String ALL = "{\"match_all\":{}}";

  private TestProxy proxy;
  private ElasticsearchFixture fixture;

  @BeforeEach
  void open(TestServer server) {
    proxy = TestProxy.before(server);
    fixture = new ElasticsearchFixture(server, proxy.uri());
  }

  @AfterEach
  void close() {
    proxy.behave();
    fixture.close();
    proxy.close();
  }

  @Test
  void sendsLinesAndAsksForLittle() {
    write(fixture.writer(), TestSpan.span(1, 1));

    RecordedRequest bulk = proxy.requests(BULK).get(0);
    assertTrue(bulk.header("content-type").startsWith("application/x-ndjson"), bulk.toString());
    assertTrue(bulk.query().contains("filter_path=errors"), bulk.query());
    String[] lines = bulk.text().split("\n", -1);
    assertTrue(lines[0].startsWith("{\"update\":{"), "services first: " + bulk.text());
    assertTrue(lines[2].startsWith("{\"index\":{\"_index\":\"" + fixture.spans()), bulk.text());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 502, 403, 404})
  void sendsAgainWhatAServerInTroubleRefused(int status) {
    ElasticsearchWriter writer = fixture.writer();
    await(writer.prepare(Tenant.DEFAULT));
    proxy.times(2, BULK, Behaviour.error(status, "some_exception", "in passing"));

    write(writer, TestSpan.span(1, 1), TestSpan.span(1, 2));

    assertEquals(List.of(1L, 2L), fixture.spanIds(ALL));
    assertEquals(6.0, fixture.count("spoor.elasticsearch.documents.retried"));
  }

  @Test
  void givesUpAfterAFewTimesAndStoresAllWhenTheSameIsWrittenAgain() {
    ElasticsearchWriter writer = fixture.writer();
    await(writer.prepare(Tenant.DEFAULT));
    SpanBatch batch = TestSpan.batch(TestSpan.span(1, 1), TestSpan.span(1, 2));
    proxy.when(BULK, Behaviour.tooManyRequests());

    StorageException failure = failure(writer, batch);
    proxy.behave();
    await(writer.write(Tenant.DEFAULT, batch));

    assertEquals(Kind.TRANSIENT, failure.kind());
    assertTrue(failure.getMessage().contains("429"), failure.getMessage());
    assertEquals(new BitSet(), failure.stored());
    assertEquals(3, proxy.requests(BULK).size() - 1);
    assertEquals(List.of(1L, 2L), fixture.spanIds(ALL));
    assertEquals(1, fixture.all(fixture.index("jaeger-service-2024-01-10")).size());
  }

  @Test
  void neverSendsAgainWhatSucceeded() {
    ElasticsearchWriter writer = fixture.writer();
    await(writer.prepare(Tenant.DEFAULT));
    // The service and the first span pass, the second is turned away.
    proxy.times(
        1,
        BULK,
        Behaviour.json(
            200,
            """
            {"errors":true,"items":[{"update":{"status":200}},{"index":{"status":201}},
             {"index":{"status":429,"error":{"type":"es_rejected_execution_exception",
              "reason":"full"}}}]}\
            """));

    write(writer, TestSpan.span(1, 1), TestSpan.span(1, 2));

    // What the proxy only said to be stored is not sent again.
    assertEquals(List.of(2L), fixture.spanIds(ALL));
  }

  @Test
  void tellsWhatIsStoredWhenTheRestIsNot() {
    ElasticsearchWriter writer = fixture.writer();
    await(writer.prepare(Tenant.DEFAULT));
    String rejected =
        """
        {"index":{"status":429,"error":{"type":"es_rejected_execution_exception","reason":"full"}}}\
        """;
    proxy.when(BULK, Behaviour.json(200, "{\"errors\":true,\"items\":[" + rejected + "]}"));
    proxy.times(
        1,
        BULK,
        Behaviour.json(
            200,
            "{\"errors\":true,\"items\":[{\"update\":{\"status\":200}},{\"index\":{\"status\":201}},"
                + rejected
                + "]}"));

    StorageException failure =
        failure(writer, TestSpan.batch(TestSpan.span(1, 1), TestSpan.span(1, 2)));

    assertEquals(Kind.TRANSIENT, failure.kind());
    assertEquals(BitSet.valueOf(new long[] {0b01}), failure.stored());
    assertEquals(new BitSet(), failure.refused());
  }

  @Test
  void writesAServiceWithTheSpanThatComesAgain() {
    ElasticsearchWriter writer = fixture.writer();
    await(writer.prepare(Tenant.DEFAULT));
    String conflict =
        """
        {"update":{"status":409,"error":{"type":"version_conflict_engine_exception",
         "reason":"busy"}}}\
        """;
    proxy.when(BULK, Behaviour.json(200, "{\"errors\":true,\"items\":[" + conflict + "]}"));
    proxy.times(
        1,
        BULK,
        Behaviour.json(
            200,
            "{\"errors\":true,\"items\":["
                + conflict
                + ",{\"index\":{\"status\":201}},{\"index\":{\"status\":201}}]}"));

    StorageException failure =
        failure(writer, TestSpan.batch(TestSpan.span(1, 1), TestSpan.span(1, 2)));
    proxy.behave();
    write(writer, TestSpan.span(1, 1));

    // The first span is what brings the service along when it comes again.
    assertEquals(BitSet.valueOf(new long[] {0b10}), failure.stored());
    assertEquals(1, fixture.all(fixture.index("jaeger-service-2024-01-10")).size());
  }

  @Test
  void waitsForABalancerToFindItsServers() {
    ElasticsearchWriter writer = fixture.writer();
    SpanBatch batch = TestSpan.batch(TestSpan.span(1, 1));
    proxy.when(request -> true, plain(404, "default backend - 404"));

    StorageException failure = failure(writer, batch);
    proxy.behave();
    await(writer.write(Tenant.DEFAULT, batch));

    assertEquals(Kind.TRANSIENT, failure.kind());
    assertEquals(List.of(1L), fixture.spanIds(ALL));
  }

  @Test
  void takesNoGatewaysRefusalForOneOfDocuments() {
    ElasticsearchWriter writer = fixture.writer();
    await(writer.prepare(Tenant.DEFAULT));
    SpanBatch batch = TestSpan.batch(TestSpan.span(1, 1), TestSpan.span(1, 2));
    proxy.when(BULK, plain(400, "<html>The plain HTTP request was sent to HTTPS port</html>"));
    StorageException ofTheGateway = failure(writer, batch);
    proxy.behave();
    proxy.when(BULK, Behaviour.error(400, "illegal_argument_exception", "no such action"));
    StorageException ofTheServer = failure(writer, batch);

    assertEquals(Kind.TRANSIENT, ofTheGateway.kind());
    assertEquals(new BitSet(), ofTheGateway.refused());
    assertEquals(Kind.PERMANENT, ofTheServer.kind());
  }

  private static Behaviour plain(int status, String text) {
    return new Behaviour.Answer(status, Map.of("content-type", "text/html"), Buffer.buffer(text));
  }

  @Test
  void splitsWhatIsTooLarge() {
    ElasticsearchWriter writer = fixture.writer();
    await(writer.prepare(Tenant.DEFAULT));
    proxy.when(
        BULK.and(request -> request.text().length() > 3000),
        Behaviour.error(413, "content_too_long_exception", "too long"));
    SpanBatch batch =
        TestSpan.batch(
            LongStream.range(0, 40)
                .mapToObj(id -> TestSpan.span(id, id).tag("n", id == 7 ? "x".repeat(4000) : "y"))
                .toList());

    StorageException failure = failure(writer, batch);

    BitSet seven = new BitSet();
    seven.set(7);
    assertEquals(Kind.PERMANENT, failure.kind());
    assertEquals(seven, failure.refused());
    assertEquals(39, failure.stored().cardinality());
    assertEquals(39, fixture.spanIds(ALL).size());
  }

  @Test
  void sendsLessToAServerThatIsTooSlowForMuch() {
    ElasticsearchWriter writer = fixture.writer();
    await(writer.prepare(Tenant.DEFAULT));
    proxy.when(BULK.and(request -> request.text().lines().count() > 90), new Behaviour.Cut());
    SpanBatch batch =
        TestSpan.batch(LongStream.range(0, 120).mapToObj(id -> TestSpan.span(id + 1, id)).toList());

    await(writer.write(Tenant.DEFAULT, batch));

    assertEquals(120, fixture.spanIds(ALL).size());
  }

  @Test
  void takesAnAnswerItCannotReadForNone() {
    ElasticsearchWriter writer = fixture.writer();
    await(writer.prepare(Tenant.DEFAULT));
    proxy.times(1, BULK, Behaviour.garbage());
    write(writer, TestSpan.span(1, 1));
    proxy.times(
        1,
        BULK,
        Behaviour.json(200, "{\"errors\":false,\"items\":[{\"index\":{\"status\":201}}]}"));
    write(writer, TestSpan.span(1, 2), TestSpan.span(1, 3));

    assertEquals(List.of(1L, 2L, 3L), fixture.spanIds(ALL));
  }

  @Test
  void writesAgainWhenTheConnectionBreaks() {
    ElasticsearchWriter writer = fixture.writer();
    await(writer.prepare(Tenant.DEFAULT));
    proxy.times(1, BULK, new Behaviour.Cut());
    write(writer, TestSpan.span(1, 1));
    proxy.times(1, BULK, new Behaviour.HalfAnswer());
    write(writer, TestSpan.span(1, 2));

    assertEquals(List.of(1L, 2L), fixture.spanIds(ALL).stream().distinct().toList());
  }

  @Test
  void keepsToTheRequestsAllowedAtOnceAndRefusesWhatIsTooMuch() {
    WriterOptions options =
        new WriterOptions(
            1,
            1,
            1,
            Duration.ZERO,
            500,
            Duration.ofHours(1),
            10,
            0,
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            SpanForm.JAEGER);
    ElasticsearchWriter writer =
        fixture.writer(options, fixture.indices(), ElasticsearchFixture.TEMPLATES);
    await(writer.prepare(Tenant.DEFAULT));
    proxy.when(BULK, new Behaviour.Delayed(Duration.ofSeconds(2), new Behaviour.Pass()));

    Future<Void> first = writer.write(Tenant.DEFAULT, large(1));
    StorageException refused = failure(writer, large(2));
    await(first);
    await(writer.write(Tenant.DEFAULT, large(3)));

    assertEquals(Kind.TRANSIENT, refused.kind());
    assertEquals(List.of(1L, 3L), fixture.spanIds(ALL));
  }

  @Test
  void failsAsTransientWhileTheServerIsAway() {
    ElasticsearchWriter writer = fixture.writer();
    proxy.down();
    SpanBatch batch = TestSpan.batch(TestSpan.span(1, 1));

    StorageException failure = failure(writer, batch);
    proxy.up();
    await(writer.write(Tenant.DEFAULT, batch));

    assertEquals(Kind.TRANSIENT, failure.kind());
    assertEquals(List.of(1L), fixture.spanIds(ALL));
    assertEquals(1, fixture.all(fixture.index("jaeger-service-2024-01-10")).size());
  }

  @Test
  void waitsForAReadOnlyBlockToBeLifted() {
    ElasticsearchWriter writer = fixture.writer();
    write(writer, TestSpan.span(1, 1));
    block(true);
    SpanBatch batch = TestSpan.batch(TestSpan.span(1, 2));

    StorageException failure = failure(writer, batch);
    block(false);
    await(writer.write(Tenant.DEFAULT, batch));

    assertEquals(Kind.TRANSIENT, failure.kind());
    assertEquals(List.of(1L, 2L), fixture.spanIds(ALL));
  }

  private void block(boolean isReadOnly) {
    fixture
        .server
        .send(
            "PUT",
            "/" + fixture.spans() + "/_settings",
            "{\"index.blocks.read_only_allow_delete\":" + (isReadOnly ? "true" : "null") + "}")
        .expect(200);
  }

  private static SpanBatch large(long id) {
    return TestSpan.batch(TestSpan.span(id, id).tag("k", "v".repeat(400)));
  }
}
