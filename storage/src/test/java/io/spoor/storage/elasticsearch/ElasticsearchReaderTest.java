package io.spoor.storage.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.Dependency;
import io.spoor.storage.Operation;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.contract.TestQuery;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.document.TagFields;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.read.ReadOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What reading from Elasticsearch must do beyond the contract of every store. */
class ElasticsearchReaderTest extends ReaderFixture {
  private static final long DAY = 86_400_000_000L;
  private static final int LARGE = Integer.getInteger("spoor.large.spans", 12_000);

  private static String span(String traceId, String spanId, long start) {
    return """
    {"traceID":"%s","spanID":"%s","operationName":"op","startTime":%d,"startTimeMillis":%d,
     "duration":5,"tags":[],"logs":[],"references":[],
     "process":{"serviceName":"frontend","tags":[]}}
    """
        .formatted(traceId, spanId, start, start / 1000);
  }

  @Test
  void findsTheTracesThatJaegersAggregationFinds() {
    long seed = Long.getLong("spoor.seed", System.nanoTime());
    System.out.println("seed " + seed + " (replay with -Dspoor.seed=" + seed + ")");
    Random random = new Random(seed);
    List<TestSpan> spans = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      TraceId id = new TraceId(random.nextInt(3), 1 + random.nextInt(60));
      spans.add(TestSpan.span(id, i).start(TestSpan.NOON + random.nextInt(3) * DAY + i * 1001L));
    }
    write(spans);

    for (int limit : new int[] {1, 7, 40, 1000}) {
      JsonObject answer =
          indices
              .server()
              .send(
                  "POST",
                  "/" + indices.prefix() + "-jaeger-span-*/_search",
                  """
                  {"size":0,"aggs":{"traceIDs":{
                    "terms":{"field":"traceID","size":%d,"shard_size":1000,
                      "order":[{"startTime":"desc"}]},
                    "aggs":{"startTime":{"max":{"field":"startTime"}}}}}}
                  """
                      .formatted(limit))
              .expect(200)
              .json();
      List<String> expected =
          answer
              .getJsonObject("aggregations")
              .getJsonObject("traceIDs")
              .getJsonArray("buckets")
              .stream()
              .map(bucket -> ((JsonObject) bucket).getString("key"))
              .toList();
      assertEquals(
          expected,
          find(TestQuery.query().limit(limit)).stream().map(TraceId::toString).toList(),
          "seed " + seed);
    }
  }

  @Test
  void countsIdsWithAndWithoutLeadingZerosOnce() {
    for (int i = 1; i <= 6; i++) {
      long start = TestSpan.NOON + i * 10L;
      indices.put(SPANS, span(new TraceId(0, i).toString(), "1", start));
      indices.put(SPANS, span(Long.toHexString(i), "2", start + 1));
    }
    indices.put(SPANS, span("af7651916cd43dd8448eb211c80319c", "1", TestSpan.NOON));

    assertEquals(
        List.of(6L, 5L, 4L, 3L),
        find(TestQuery.query().limit(4)).stream().map(TraceId::low).toList());
    assertEquals(2, read(3).orElseThrow().size());
    assertEquals(
        1, read(new TraceId(0x0af7651916cd43ddL, 0x8448eb211c80319cL)).orElseThrow().size());
    List<Trace> whole = await(store.reader().findTraces(Tenant.DEFAULT, TestQuery.query().build()));
    assertEquals(7, whole.size());
    assertEquals(2, whole.get(0).spans().size());
  }

  @Test
  void readsALargeTraceOfEqualStartsInFullAndInOrder() {
    List<TestSpan> spans = new ArrayList<>();
    for (int i = 0; i < LARGE; i++) {
      spans.add(TestSpan.span(1, i).service("service-" + i % 3).operation("o"));
      if (spans.size() == 2000 || i == LARGE - 1) {
        await(store.writer().write(Tenant.DEFAULT, TestSpan.batch(spans)));
        spans.clear();
      }
    }
    write(TestSpan.span(2, 1));

    long started = System.nanoTime();
    SpanBatch read = read(1).orElseThrow();
    System.out.println(LARGE + " spans in " + (System.nanoTime() - started) / 1_000_000 + " ms");

    assertEquals(LARGE, read.size());
    for (int i = 0; i < LARGE; i++) {
      assertEquals(i, read.spanId(i));
    }
    // One that tells that there are more, those of the scroll, and the empty one at its end.
    assertEquals(
        2 + (LARGE + 4999) / 5000,
        (int) store.registry.get("spoor.elasticsearch.pages").counter().count());
  }

  @Test
  void readsInPagesOfTheSizeThatIsAllowed() {
    List<TestSpan> spans = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      spans.add(TestSpan.span(1, i));
      spans.add(TestSpan.span(2, i));
    }
    write(spans);
    store =
        open(
            new ReadOptions(7, Duration.ofDays(3), "@", Duration.ofSeconds(30)),
            indices.names(),
            TagFields.HOT);

    assertEquals(50, read(1).orElseThrow().size());
    List<Trace> found = await(store.reader().findTraces(Tenant.DEFAULT, TestQuery.query().build()));
    assertEquals(List.of(50, 50), found.stream().map(trace -> trace.spans().size()).toList());
  }

  @Test
  void showsASpanOnceThatTwoFormsWrote() {
    TestSpan span =
        TestSpan.span(1, 1)
            .tag("a", "1")
            .tag("span.kind", "server")
            .tag("b", 2L)
            .processTag("hostname", "h")
            .processTag("z", "y");
    write(span);
    BulkTestStore nested = open(ReadOptions.DEFAULTS, indices.names(), TagFields.NONE);
    await(nested.writer().write(Tenant.DEFAULT, TestSpan.batch(span, TestSpan.span(1, 2))));
    indices.refresh();

    assertEquals(2, read(1).orElseThrow().size());
  }

  @Test
  void leavesOutAndCountsWhatIsNoSpan() {
    write(TestSpan.span(1, 1));
    indices.put(
        SPANS, "{\"traceID\":\"0000000000000001\",\"spanID\":\"not hexadecimal\",\"startTime\":1}");

    assertEquals(1, read(1).orElseThrow().size());
    assertEquals(
        1, store.registry.get("spoor.elasticsearch.documents.unreadable").counter().count());
  }

  @Test
  void failsWhereNothingButUnreadableDocumentsIsThere() {
    indices.put(SPANS, "{\"traceID\":\"0000000000000001\",\"spanID\":\"zz\"}");

    StorageException failure = failure(store.reader().trace(Tenant.DEFAULT, new TraceId(0, 1)));

    assertTrue(failure.getMessage().contains(indices.prefix() + "-" + SPANS), failure.getMessage());
  }

  @Test
  void failsAndNamesTheIndexOfWhichAShardIsMissing() {
    write(TestSpan.span(1, 1));
    indices
        .server()
        .send(
            "PUT",
            "/" + indices.prefix() + "-jaeger-span-2024-01-09?wait_for_active_shards=0&timeout=1s",
            "{\"settings\":{\"index.routing.allocation.require._name\":\"nowhere\"}}")
        .expect(200);

    for (StorageException failure :
        List.of(
            failure(store.reader().trace(Tenant.DEFAULT, new TraceId(0, 1))),
            failure(store.reader().findTraceIds(Tenant.DEFAULT, TestQuery.query().build())),
            failure(store.reader().findTraces(Tenant.DEFAULT, TestQuery.query().build())))) {
      assertEquals(StorageException.Kind.TRANSIENT, failure.kind());
      assertTrue(failure.getMessage().contains("jaeger-span-2024-01-09"), failure.getMessage());
    }
  }

  @Test
  void failsAndNamesTheIndexThatCannotBeSearched() {
    write(TestSpan.span(1, 1));
    indices
        .server()
        .send(
            "PUT",
            "/" + indices.prefix() + "-jaeger-span-2024-01-09",
            """
            {"mappings":{"properties":{"traceID":{"type":"keyword","doc_values":false,"index":false}}}}
            """)
        .expect(200);
    indices.put("jaeger-span-2024-01-09", span("0000000000000002", "1", TestSpan.NOON - DAY));

    StorageException failure =
        failure(store.reader().findTraceIds(Tenant.DEFAULT, TestQuery.query().build()));

    assertTrue(failure.getMessage().startsWith("search services failed: "), failure.getMessage());
    assertTrue(failure.getMessage().contains("jaeger-span-2024-01-09"), failure.getMessage());
  }

  @Test
  void looksAsFarBackAsItMayForATraceById() {
    write(
        TestSpan.span(1, 1).start(TestSpan.NOON - 3 * DAY),
        TestSpan.span(2, 2).start(TestSpan.NOON - 5 * DAY));

    assertTrue(read(1).isPresent());
    assertEquals(Optional.empty(), read(2));
    store =
        open(
            new ReadOptions(10_000, Duration.ofDays(100), "@", Duration.ZERO),
            indices.names(),
            TagFields.HOT);
    assertTrue(read(2).isPresent());
  }

  @Test
  void readsBehindAliases() {
    indices.put("jaeger-span-000001", span("0000000000000001", "1", TestSpan.NOON - 300 * DAY));
    indices.put("jaeger-span-000002", span("0000000000000001", "2", TestSpan.NOON));
    indices.put("jaeger-span-000002", span("0000000000000002", "2", TestSpan.NOON - 3 * DAY));
    indices.put("jaeger-service-000001", "{\"serviceName\":\"frontend\",\"operationName\":\"op\"}");
    for (String alias : List.of("span", "service")) {
      indices
          .server()
          .send(
              "POST",
              "/_aliases",
              "{\"actions\":[{\"add\":{\"index\":\"%1$s-jaeger-%2$s-0*\",\"alias\":\"%1$s-jaeger-%2$s-read\"}}]}"
                  .formatted(indices.prefix(), alias))
          .expect(200);
    }
    store = open(ReadOptions.DEFAULTS, indices.names().withAliases(), TagFields.HOT);

    assertEquals(2, read(1).orElseThrow().size());
    assertEquals(List.of("frontend"), await(store.reader().services(Tenant.DEFAULT)));
    List<Trace> found =
        await(
            store
                .reader()
                .findTraces(
                    Tenant.DEFAULT,
                    TestQuery.query().start(TestSpan.NOON - 1, TestSpan.NOON + 1).build()));
    // A day around the window: the other span of the trace is far from it.
    assertEquals(List.of(1), found.stream().map(trace -> trace.spans().size()).toList());
  }

  @Test
  void readsRemoteClustersBesideItsOwn() {
    String node =
        indices
            .server()
            .get("/_nodes/_local?filter_path=nodes.*.transport_address")
            .expect(200)
            .json()
            .getJsonObject("nodes")
            .stream()
            .map(entry -> ((JsonObject) entry.getValue()).getString("transport_address"))
            .findFirst()
            .orElseThrow();
    remotes(
        "\"there\":{\"seeds\":[\""
            + node
            + "\"]},\"gone\":{\"seeds\":[\"127.0.0.1:9\"],\"skip_unavailable\":true}");
    try {
      write(TestSpan.span(1, 1), TestSpan.span(1, 2));
      indices.put("jaeger-span-archive", span("0000000000000009", "1", TestSpan.NOON));
      IndexOptions names = indices.names();
      IndexOptions remote =
          new IndexOptions(
              names.prefix(),
              "-",
              names.spans(),
              names.services(),
              false,
              List.of("there", "gone"));
      store = open(ReadOptions.DEFAULTS, remote, TagFields.HOT);

      // The other cluster is this one again: all is found twice and shown once.
      assertEquals(2, read(1).orElseThrow().size());
      assertEquals(List.of(new TraceId(0, 1)), find(TestQuery.query()));
      assertEquals(List.of("frontend"), await(store.reader().services(Tenant.DEFAULT)));
      assertTrue(store.registry.get("spoor.elasticsearch.clusters.skipped").counter().count() >= 3);
    } finally {
      remotes("\"there\":{\"seeds\":null},\"gone\":{\"seeds\":null,\"skip_unavailable\":null}");
    }
  }

  private void remotes(String settings) {
    indices
        .server()
        .send(
            "PUT",
            "/_cluster/settings",
            "{\"persistent\":{\"cluster\":{\"remote\":{" + settings + "}}}}")
        .expect(200);
  }

  @Test
  void readsOneShardOfEachIndexOnlyWhereAllDocumentsAreRouted() {
    TraceId id = new TraceId(0, 1);
    String spans = "/" + indices.prefix() + "-jaeger-span-2024-01-";
    for (String day : List.of("10", "09")) {
      indices
          .server()
          .send("PUT", spans + day, "{\"mappings\":{\"_routing\":{\"required\":true}}}")
          .expect(200);
      indices
          .server()
          .send(
              "POST",
              spans + day + "/_doc?refresh=true&routing=" + id,
              span(id.toString(), day, TestSpan.NOON))
          .expect(201);
    }
    // Searching a shard is what the server counts: three of each index, or one.
    long before = queries(spans + "*");
    assertEquals(2, read(id).orElseThrow().size());
    assertEquals(2, queries(spans + "*") - before);

    // An unmodified Jaeger starts a new index, in no order with the minute that is believed.
    for (int i = 0; i < 9; i++) {
      indices.put("jaeger-span-2024-01-08", span(id.toString(), "a" + i, TestSpan.NOON));
    }
    assertEquals(11, read(id).orElseThrow().size());
    assertEquals(11, read(id).orElseThrow().size());
  }

  private long queries(String of) {
    return indices
        .server()
        .get(of + "/_stats/search?filter_path=_all.primaries.search.query_total")
        .expect(200)
        .json()
        .getJsonObject("_all")
        .getJsonObject("primaries")
        .getJsonObject("search")
        .getLong("query_total");
  }

  @Test
  void listsOperationsThatOnlyJaegerNamedWithoutKind() {
    String service = "jaeger-service-2024-01-10";
    indices.put(service, "{\"serviceName\":\"a\",\"operationName\":\"get\"}");
    indices.put("jaeger-service-2024-01-09", "{\"serviceName\":\"a\",\"operationName\":\"put\"}");
    indices.put(
        service,
        "{\"serviceName\":\"a\",\"operationName\":\"put\",\"spanKind\":{\"client\":true,\"server\":true}}");

    assertEquals(List.of("a"), await(store.reader().services(Tenant.DEFAULT)));
    assertEquals(
        List.of(
            new Operation("get", ""),
            new Operation("put", "client"),
            new Operation("put", "server")),
        await(store.reader().operations(Tenant.DEFAULT, "a")));
  }

  @Test
  void answersWithNothingWhereNoIndexIs() {
    Tenant nobody = new Tenant("no/body &?#%");

    assertEquals(List.of(), await(store.reader().services(nobody)));
    assertEquals(List.of(), await(store.reader().operations(nobody, "a")));
    assertEquals(List.of(), await(store.reader().findTraces(nobody, TestQuery.query().build())));
    assertEquals(Optional.empty(), await(store.reader().trace(nobody, new TraceId(0, 1))));
    assertEquals(
        List.of(),
        await(store.dependencies().dependencies(nobody, Instant.EPOCH, Duration.ofDays(1))));
  }

  @Test
  void sumsDependenciesOfTheWindow() {
    String links =
        """
        {"timestamp":"%s","dependencies":[
          {"parent":"frontend","child":"customer","callCount":%d,"source":"x"},
          {"parent":"frontend","child":"driver","callCount":1}]}
        """;
    indices.put("jaeger-dependencies-2024-01-10", links.formatted("2024-01-10T00:00:00Z", 3));
    indices.put("jaeger-dependencies-2024-01-10", links.formatted("2024-01-10T00:00:00Z", 4));
    indices.put("jaeger-dependencies-2024-01-09", links.formatted("2024-01-09T00:00:00Z", 5));
    indices.put("jaeger-dependencies-2024-01-07", links.formatted("2024-01-07T00:00:00Z", 100));

    assertEquals(
        List.of(
            new Dependency("frontend", "customer", 12), new Dependency("frontend", "driver", 3)),
        await(
            store
                .dependencies()
                .dependencies(
                    Tenant.DEFAULT,
                    Instant.ofEpochMilli(TestSpan.NOON / 1000),
                    Duration.ofDays(2))));
    assertEquals(
        StorageException.Kind.BAD_REQUEST,
        failure(
                store
                    .dependencies()
                    .dependencies(Tenant.DEFAULT, Instant.EPOCH, Duration.ofHours(-1)))
            .kind());
  }
}
