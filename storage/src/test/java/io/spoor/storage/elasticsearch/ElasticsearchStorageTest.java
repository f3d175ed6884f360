package io.spoor.storage.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.ArchiveStore;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.spoor.storage.elasticsearch.read.ReadOptions;
import io.spoor.storage.elasticsearch.server.ElasticsearchTest;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the store is opened, and what it holds beside spans. */
@ElasticsearchTest
class ElasticsearchStorageTest {
  private final TestServer server = TestServer.shared();
  private final Vertx vertx = Vertx.vertx();
  private final String prefix = "st-" + UUID.randomUUID().toString().substring(0, 8);

  @AfterEach
  void delete() {
    await(vertx.close());
    server.deleteIndices(prefix + "-*");
    String templates = server.release().major() < 8 ? "/_template/" : "/_index_template/";
    server.send("DELETE", templates + prefix + "-*", "");
  }

  private Future<ElasticsearchStorage> open(ElasticsearchOptions options) {
    return ElasticsearchStorage.open(
        vertx,
        options,
        new SimpleMeterRegistry(),
        InstantSource.fixed(Instant.ofEpochMilli(TestSpan.NOON / 1000)));
  }

  private ElasticsearchOptions options(URI uri) {
    return ElasticsearchOptions.of(new ConnectionOptions(List.of(uri)))
        .withIndices(IndexOptions.DEFAULTS.withPrefix(prefix))
        .withTemplates(TemplateOptions.DEFAULTS.withShards(1, 0));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in 60 s", e);
    }
  }

  private static URI nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }

  @Test
  void keepsAnArchivedTraceOnceHoweverOftenItIsArchived() {
    ElasticsearchOptions options = options(server.uri());
    ElasticsearchStorage store = await(open(options.withArchive(options).thatMustAnswer()));
    SpanBatch spans =
        TestSpan.batch(TestSpan.span(1, 1).tag("k", "v"), TestSpan.span(1, 2).start(5));
    ArchiveStore archive = store.archive().orElseThrow();
    Trace trace = new Trace(new TraceId(0, 1), spans);

    await(archive.write(Tenant.DEFAULT, trace));
    await(archive.write(Tenant.DEFAULT, trace));
    server.send("POST", "/" + prefix + "-*/_refresh", "").expect(200);

    SpanBatch read = await(archive.trace(Tenant.DEFAULT, trace.id())).orElseThrow().spans();
    assertEquals(List.of(2L, 1L), List.of(read.spanId(0), read.spanId(1)));
    assertEquals(
        2,
        server
            .get("/" + prefix + "-jaeger-span-archive/_count?filter_path=count")
            .expect(200)
            .json()
            .getInteger("count"));
    assertEquals(Optional.empty(), await(store.reader().trace(Tenant.DEFAULT, trace.id())));
    assertEquals(Optional.empty(), await(archive.trace(Tenant.DEFAULT, new TraceId(0, 2))));
    await(store.close());
  }

  @Test
  void hasNoArchiveUnlessItIsAskedFor() {
    ElasticsearchStorage store = await(open(options(server.uri())));

    assertEquals(Optional.empty(), store.archive());
    await(store.close());
  }

  @Test
  void failsToOpenInOneLineWhereNobodyAnswersWhoMust() throws IOException {
    URI nobody = nobody();

    StorageException failure =
        assertThrows(StorageException.class, () -> await(open(options(nobody).thatMustAnswer())));

    assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
    assertTrue(failure.getMessage().contains("Elasticsearch"), failure.getMessage());
  }

  @Test
  void opensWithoutAServerAndSaysSo() throws IOException {
    ElasticsearchStorage store = await(open(options(nobody())));

    assertThrows(StorageException.class, () -> await(store.check()));
    assertThrows(
        StorageException.class,
        () -> await(store.writer().write(Tenant.DEFAULT, TestSpan.batch(TestSpan.span(1, 1)))));
    await(store.close());
    await(store.close());
  }

  @Test
  void keepsTheShardsOfSpansWhateverTheArchiveSays() {
    ElasticsearchOptions options = options(server.uri());
    ElasticsearchOptions archive = options.withTemplates(TemplateOptions.DEFAULTS.withShards(2, 0));

    ElasticsearchStorage store = await(open(options.withArchive(archive).thatMustAnswer()));

    String templates = server.release().major() < 8 ? "/_template/" : "/_index_template/";
    String body = server.get(templates + prefix + "-jaeger-span").expect(200).body();
    assertTrue(body.contains("\"number_of_shards\":\"1\""), body);
    await(store.close());
  }

  @Test
  void asksForNoMoreDependenciesThanAServerGives() {
    server.send("PUT", "/" + prefix + "-jaeger-dependencies-2024-01-10", "{}").expect(200);
    ElasticsearchStorage store =
        await(
            open(
                options(server.uri())
                    .withReading(new ReadOptions(50_000, Duration.ofDays(3), "@", Duration.ZERO))));

    assertEquals(
        List.of(),
        await(
            store
                .dependencies()
                .dependencies(
                    Tenant.DEFAULT,
                    Instant.ofEpochMilli(TestSpan.NOON / 1000),
                    Duration.ofHours(1))));
    await(store.close());
  }
}
