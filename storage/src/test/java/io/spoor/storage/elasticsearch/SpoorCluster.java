package io.spoor.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.storage.Tenant;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.connection.ServerVersion;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.spoor.storage.elasticsearch.index.Templates;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.spoor.storage.elasticsearch.write.SpanForm;
import io.spoor.storage.elasticsearch.write.WriterOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Spoor's store on indices of a prefix of its own. One template, with Spoor's mappings, serves all
 * prefixes: to install two for each test would take longer than the tests.
 */
final class SpoorCluster {
  private static final TemplateOptions TEMPLATES = TemplateOptions.DEFAULTS.withShards(1, 0);

  /** What a request line has room for. */
  private static final int MAX_NAME_CHARS = 3000;

  private SpoorCluster() {}

  static Future<RefreshingStore> open(Vertx vertx, TestServer server, SpanForm form) {
    return open(vertx, server, form, false);
  }

  static Future<RefreshingStore> openWithArchive(Vertx vertx, TestServer server, SpanForm form) {
    return open(vertx, server, form, true);
  }

  private static Future<RefreshingStore> open(
      Vertx vertx, TestServer server, SpanForm form, boolean archives) {
    template(server, IndexSet.SPAN, 1);
    template(server, IndexSet.LEAN, 2);
    template(server, IndexSet.SERVICE, 3);
    IndexOptions indices =
        IndexOptions.DEFAULTS.withPrefix("kit-" + UUID.randomUUID().toString().substring(0, 8));
    ElasticsearchOptions options =
        ElasticsearchOptions.of(new ConnectionOptions(List.of(server.uri())))
            .withIndices(indices)
            .withTemplates(TEMPLATES.withoutCreating())
            .withWriting(
                WriterOptions.DEFAULTS
                    .withBulk(5_000_000, 1000, 2, Duration.ofMillis(2))
                    .withForm(form))
            .thatMustAnswer();
    return ElasticsearchStorage.open(
            vertx,
            archives ? options.withArchive(options) : options,
            new SimpleMeterRegistry(),
            InstantSource.fixed(Instant.ofEpochMilli(TestSpan.NOON / 1000)))
        .map(
            store ->
                new RefreshingStore(
                    store,
                    () -> blocking(vertx, () -> refresh(server, indices.prefix())),
                    () -> blocking(vertx, () -> delete(server, indices.prefix()))));
  }

  private static Future<Void> blocking(Vertx vertx, Runnable work) {
    return vertx.executeBlocking(
        () -> {
          work.run();
          return null;
        },
        false);
  }

  /** Patterns with a star in front overlap, which composable templates may not without an order. */
  private static void template(TestServer server, IndexSet set, int priority) {
    Templates templates =
        new Templates(
            new IndexNames(IndexOptions.DEFAULTS.withPrefix("kit"), Tenant.DEFAULT),
            TEMPLATES,
            new ServerVersion(server.version(), false));
    String path = templates.form().path(templates.name(set));
    if (server.get(path).status() == 200) {
      return;
    }
    ObjectNode body = templates.spoor(set);
    body.putArray("index_patterns").add("kit-*" + set.baseName() + "-*");
    if (body.has("priority")) {
      body.put("priority", priority);
    }
    server.send("PUT", path, body.toString()).expect(200);
  }

  private static void refresh(TestServer server, String prefix) {
    server.send("POST", "/" + prefix + "-*/_refresh", "").expect(200);
  }

  private static void delete(TestServer server, String prefix) {
    String list = "/_cat/indices/" + prefix + "-*?h=index&expand_wildcards=all";
    String names = String.join(",", server.get(list).expect(200).body().strip().split("\\s+"));
    if (names.length() > MAX_NAME_CHARS) {
      server.deleteIndices(prefix + "-*");
    } else if (!names.isEmpty()) {
      server.send("DELETE", "/" + names, "").expect(200);
    }
  }
}
