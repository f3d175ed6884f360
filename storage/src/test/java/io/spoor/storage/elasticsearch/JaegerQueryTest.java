package io.spoor.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.storage.Operation;
import io.spoor.storage.Tenant;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import io.spoor.storage.contract.TestQuery;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.document.SpanDocumentReader;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.spoor.storage.elasticsearch.server.ElasticsearchTest;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What jaeger-query 1.53 sends, body for body (contract: elasticsearch.md §8), answered from
 * indices and templates that Spoor made, compared with what Spoor's own reader says.
 */
@ElasticsearchTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JaegerQueryTest {
  private static final String DAYS = "jaeger-span-2024-01-10,%1$s-jaeger-span-2024-01-09";
  private static final int SPANS = 300;
  private static final long HALF_DAY = 43_200_000_000L;

  private final TestServer server = TestServer.shared();
  private final Vertx vertx = Vertx.vertx();
  private final String prefix = "jq-" + UUID.randomUUID().toString().substring(0, 8);
  private ElasticsearchStorage store;

  @BeforeAll
  void write() {
    store =
        await(
            ElasticsearchStorage.open(
                vertx,
                ElasticsearchOptions.of(new ConnectionOptions(List.of(server.uri())))
                    .withIndices(IndexOptions.DEFAULTS.withPrefix(prefix))
                    .withTemplates(TemplateOptions.DEFAULTS.withShards(2, 0))
                    .thatMustAnswer(),
                new SimpleMeterRegistry(),
                InstantSource.fixed(Instant.ofEpochMilli(TestSpan.NOON / 1000))));
    List<TestSpan> spans = new ArrayList<>();
    for (int i = 0; i < SPANS; i++) {
      TestSpan span =
          TestSpan.span(new TraceId(i % 2, 1 + i % 37), i)
              .service("service-" + i % 3)
              .operation("GET /" + i % 4)
              .start(TestSpan.NOON - (i % 5) * HALF_DAY / 4 + i)
              .duration(i * 100L)
              .tag("http.method", i % 7 == 0 ? "POST" : "GET")
              .tag("http.status_code", 200L + i % 3)
              .tag("error", i % 11 == 0)
              .tag("load", i + 0.5)
              .tag("customer", "c-" + i % 9)
              .processTag("hostname", "web-" + i % 4)
              .log("event", "retry " + i % 13)
              .reference(new TraceId(0, 1 + i % 37), 1, i % 2);
      if (i % 2 == 0) {
        span.tag("span.kind", i % 4 == 0 ? "server" : "client");
      }
      spans.add(span);
    }
    await(store.writer().write(Tenant.DEFAULT, TestSpan.batch(spans)));
    server.send("POST", "/" + prefix + "-*/_refresh", "").expect(200);
  }

  @AfterAll
  void delete() {
    await(store.close());
    await(vertx.close());
    server.deleteIndices(prefix + "-*");
    String templates = server.release().major() < 8 ? "/_template/" : "/_index_template/";
    for (String name : List.of("span", "service")) {
      server.send("DELETE", templates + prefix + "-jaeger-" + name, "").expect(200);
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in 60 s", e);
    }
  }

  private String indices() {
    return "/" + prefix + "-" + DAYS.formatted(prefix);
  }

  private JsonObject search(String indices, String body) {
    return server
        .send("POST", indices + "/_search?ignore_unavailable=true", body)
        .expect(200)
        .json();
  }

  @Test
  void findsTheSameTraces() {
    TestQuery window = window();
    List<TestQuery> queries =
        List.of(
            window,
            window().service("service-1"),
            window().service("service-1").operation("GET /2"),
            window().tag("http.method", "POST"),
            window().tag("http.method", "PO.*|PUT"),
            window().tag("http.status_code", "201"),
            window().tag("http.status_code", "20[12]"),
            window().tag("error", "true"),
            window().tag("load", "17.5"),
            window().tag("customer", "c-3").tag("hostname", "web-[01]"),
            window().tag("event", "retry 5"),
            window().tag("nobody", "x"),
            window().durationMin(5_000).durationMax(9_000),
            window().start(TestSpan.NOON - HALF_DAY, TestSpan.NOON - 1000),
            window().limit(3));
    int found = 0;
    for (TestQuery query : queries) {
      TraceQuery built = query.build();
      JsonObject answer = search(indices(), findBody(built));
      List<String> jaeger =
          answer
              .getJsonObject("aggregations")
              .getJsonObject("traceIDs")
              .getJsonArray("buckets")
              .stream()
              .map(bucket -> ((JsonObject) bucket).getString("key"))
              .toList();
      List<String> own =
          await(store.reader().findTraceIds(Tenant.DEFAULT, built)).stream()
              .map(TraceId::toString)
              .toList();
      assertEquals(jaeger, own, built.toString());
      found += jaeger.size();
    }
    assertEquals(0, find(queries.get(11)).size());
    assertFalse(found < 100, "only " + found + " were found");
  }

  private List<TraceId> find(TestQuery query) {
    return await(store.reader().findTraceIds(Tenant.DEFAULT, query.build()));
  }

  private static TestQuery window() {
    return TestQuery.query().start(TestSpan.NOON - 2 * HALF_DAY, TestSpan.NOON + 1_000_000);
  }

  /** Contract §8.2. */
  private static String findBody(TraceQuery query) {
    JsonArray must = new JsonArray();
    if (query.durationMinMicros().isPresent() || query.durationMaxMicros().isPresent()) {
      must.add(
          range(
              "duration",
              query.durationMinMicros().orElse(0),
              query.durationMaxMicros().orElse(86_400_000_000L)));
    }
    must.add(
        range("startTimeMillis", query.startMinMicros() / 1000, query.startMaxMicros() / 1000));
    query.service().ifPresent(name -> must.add(match("process.serviceName", name)));
    query.operation().ifPresent(name -> must.add(match("operationName", name)));
    for (Map.Entry<String, String> tag : query.tags().entrySet()) {
      must.add(
          new JsonObject(
              """
              {"bool":{"should":[
                {"bool":{"must":{"regexp":{"tag.%1$s":{"value":"%3$s"}}}}},
                {"bool":{"must":{"regexp":{"process.tag.%1$s":{"value":"%3$s"}}}}},
                {"nested":{"path":"tags","query":{"bool":{"must":[
                  {"match":{"tags.key":{"query":"%2$s"}}},
                  {"regexp":{"tags.value":{"value":"%3$s"}}}]}}}},
                {"nested":{"path":"process.tags","query":{"bool":{"must":[
                  {"match":{"process.tags.key":{"query":"%2$s"}}},
                  {"regexp":{"process.tags.value":{"value":"%3$s"}}}]}}}},
                {"nested":{"path":"logs.fields","query":{"bool":{"must":[
                  {"match":{"logs.fields.key":{"query":"%2$s"}}},
                  {"regexp":{"logs.fields.value":{"value":"%3$s"}}}]}}}}
              ]}}
              """
                  .formatted(tag.getKey().replace('.', '@'), tag.getKey(), tag.getValue())));
    }
    return """
    {"size":0,"query":{"bool":{"must":%s}},
     "aggs":{"traceIDs":{
       "terms":{"field":"traceID","size":%d,"order":[{"startTime":"desc"}]},
       "aggs":{"startTime":{"max":{"field":"startTime"}}}}}}
    """
        .formatted(must.encode(), query.limit());
  }

  private static JsonObject range(String field, long from, long to) {
    JsonObject bounds = new JsonObject().put("gte", from).put("lte", to);
    return new JsonObject().put("range", new JsonObject().put(field, bounds));
  }

  private static JsonObject match(String field, String value) {
    JsonObject query = new JsonObject().put("query", value);
    return new JsonObject().put("match", new JsonObject().put(field, query));
  }

  @Test
  void readsTheSameSpans() throws DecodeException {
    for (TraceId id : List.of(new TraceId(0, 1), new TraceId(1, 2), new TraceId(0, 37))) {
      SpanBatch own = await(store.reader().trace(Tenant.DEFAULT, id)).orElseThrow().spans();

      SpanBatch jaeger = load(id);

      // Jaeger orders by start alone.
      assertEquals(new TreeSet<>(JaegerForm.spans(own)), new TreeSet<>(JaegerForm.spans(jaeger)));
      assertEquals(own.size(), jaeger.size());
      assertEquals(
          new TreeSet<>(JaegerForm.processes(own)), new TreeSet<>(JaegerForm.processes(jaeger)));
    }
  }

  /** Contract §8.3, in pages of 3, which its 1.53 finds the end of by the total. */
  private SpanBatch load(TraceId id) throws DecodeException {
    SpanBatchBuilder out = new SpanBatchBuilder();
    SpanDocumentReader documents = new SpanDocumentReader("@");
    long after = TestSpan.NOON - 6 * HALF_DAY;
    int read = 0;
    for (int total = 1; read < total; ) {
      String text = id.toString();
      String clause =
          text.startsWith("0")
              ? """
                {"bool":{"should":[{"term":{"traceID":{"boost":2,"value":"%s"}}},
                  {"term":{"traceID":"%s"}}]}}\
                """
                  .formatted(text, text.replaceFirst("^0+", ""))
              : "{\"term\":{\"traceID\":\"" + text + "\"}}";
      String lines =
          """
          {"ignore_unavailable":true,"index":["%1$s-jaeger-span-2024-01-10","%1$s-jaeger-span-2024-01-09"]}
          {"size":3,"query":{"bool":{"must":[%2$s]}},"sort":[{"startTime":{"order":"asc"}}],"search_after":[%3$d]}
          """
              .formatted(prefix, clause.replace("\n", ""), after);
      JsonObject answer =
          server.send("POST", "/_msearch?rest_total_hits_as_int=true", lines).expect(200).json();
      JsonObject hits = answer.getJsonArray("responses").getJsonObject(0).getJsonObject("hits");
      total = hits.getInteger("total");
      for (Object hit : hits.getJsonArray("hits")) {
        JsonObject source = ((JsonObject) hit).getJsonObject("_source");
        byte[] bytes = source.encode().getBytes(UTF_8);
        documents.read(bytes, 0, bytes.length, out);
        after = source.getLong("startTime");
        read++;
      }
    }
    return out.build();
  }

  @Test
  void listsTheSameServicesAndOperations() {
    String index =
        "/" + prefix + "-jaeger-service-2024-01-10," + prefix + "-jaeger-service-2024-01-09";
    Collection<String> services =
        keys(
            search(
                index,
                """
                {"size":0,"aggs":{"distinct_services":{"terms":{"field":"serviceName","size":10000}}}}
                """),
            "distinct_services");
    assertEquals(
        new TreeSet<>(await(store.reader().services(Tenant.DEFAULT))), new TreeSet<>(services));
    assertEquals(3, services.size());

    for (String service : services) {
      Collection<String> operations =
          keys(
              search(
                  index,
                  """
                  {"size":0,"query":{"term":{"serviceName":"%s"}},
                   "aggs":{"distinct_operations":{"terms":{"field":"operationName","size":10000}}}}
                  """
                      .formatted(service)),
              "distinct_operations");
      assertEquals(
          await(store.reader().operations(Tenant.DEFAULT, service)).stream()
              .map(Operation::name)
              .collect(Collectors.toCollection(TreeSet::new)),
          new TreeSet<>(operations));
      assertFalse(operations.isEmpty());
    }
  }

  private static List<String> keys(JsonObject answer, String aggregation) {
    return answer
        .getJsonObject("aggregations")
        .getJsonObject(aggregation)
        .getJsonArray("buckets")
        .stream()
        .map(bucket -> ((JsonObject) bucket).getString("key"))
        .toList();
  }
}
