package io.spoor.storage.elasticsearch.write;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A writer on a real server, with a prefix of its own; what it wrote is deleted afterwards. */
final class ElasticsearchFixture implements AutoCloseable {
  static final String DAY = "2024-01-10";
  static final TemplateOptions TEMPLATES = TemplateOptions.DEFAULTS.withShards(1, 0);
  static final WriterOptions OPTIONS =
      WriterOptions.DEFAULTS
          .withBulk(5_000_000, 1000, 2, Duration.ofMillis(5))
          .withRetries(2, Duration.ofMillis(20), Duration.ofMillis(50));

  private static final AtomicInteger NUMBER = new AtomicInteger();

  final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final TestServer server;
  final String prefix;
  final Cluster cluster;
  private final List<ElasticsearchWriter> writers = new ArrayList<>();

  ElasticsearchFixture(TestServer server) {
    this(server, server.uri());
  }

  /** With something between writer and server. */
  ElasticsearchFixture(TestServer server, URI uri) {
    this.server = server;
    this.prefix = "w" + NUMBER.incrementAndGet() + Long.toHexString(System.nanoTime());
    this.cluster = new Cluster(vertx, new ConnectionOptions(List.of(uri)));
  }

  IndexOptions indices() {
    return IndexOptions.DEFAULTS.withPrefix(prefix);
  }

  ElasticsearchWriter writer() {
    return writer(OPTIONS, indices(), TEMPLATES);
  }

  ElasticsearchWriter writer(
      WriterOptions options, IndexOptions indices, TemplateOptions templates) {
    ElasticsearchWriter writer =
        new ElasticsearchWriter(
            vertx, cluster, options, indices, templates, registry, new Random(1));
    writers.add(writer);
    return writer;
  }

  String index(String name) {
    return prefix + "-" + name;
  }

  String spans() {
    return index("jaeger-span-" + DAY);
  }

  static void write(ElasticsearchWriter writer, TestSpan... spans) {
    await(writer.write(Tenant.DEFAULT, TestSpan.batch(spans)));
  }

  static StorageException failure(ElasticsearchWriter writer, SpanBatch batch) {
    try {
      await(writer.write(Tenant.DEFAULT, batch));
    } catch (StorageException e) {
      return e;
    }
    throw new AssertionError("was written");
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(90, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in 30 s", e);
    }
  }

  /** What a search finds, as documents, in no order. */
  List<JsonObject> find(String index, String query) {
    server.send("POST", "/" + index + "/_refresh", "").expect(200);
    JsonArray hits =
        server
            .send("POST", "/" + index + "/_search?size=1000", "{\"query\":" + query + "}")
            .expect(200)
            .json()
            .getJsonObject("hits")
            .getJsonArray("hits");
    return hits.stream().map(JsonObject.class::cast).toList();
  }

  List<JsonObject> all(String index) {
    return find(index, "{\"match_all\":{}}");
  }

  /** Low digits of the span ids that a search finds, sorted. */
  List<Long> spanIds(String query) {
    return find(spans(), query).stream()
        .map(hit -> Long.parseLong(hit.getJsonObject("_source").getString("spanID"), 16))
        .sorted()
        .toList();
  }

  double count(String counter) {
    return registry.get(counter).counter().count();
  }

  @Override
  public void close() {
    writers.forEach(writer -> await(writer.close()));
    await(cluster.close());
    await(vertx.close());
    server.deleteIndices(prefix + "*");
    for (String template : List.of("jaeger-span", "jaeger-service")) {
      server.send("DELETE", "/_index_template/" + index(template), "");
      server.send("DELETE", "/_template/" + index(template), "");
    }
  }
}
