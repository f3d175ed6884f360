package io.spoor.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.Tenant;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.Request;
import io.spoor.storage.elasticsearch.document.ServiceDocument;
import io.spoor.storage.elasticsearch.document.SpanDocument;
import io.spoor.storage.elasticsearch.document.TagFields;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** One bulk for one batch, and nothing else: for tests of the reader. */
final class BulkTestWriter implements SpanWriter {
  private final Cluster cluster;
  private final IndexOptions options;
  private final TagFields fields;

  BulkTestWriter(Cluster cluster, IndexOptions options, TagFields fields) {
    this.cluster = cluster;
    this.options = options;
    this.fields = fields;
  }

  @Override
  public Future<Void> write(Tenant tenant, SpanBatch batch) {
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    IndexNames names = new IndexNames(options, tenant);
    WireWriter out = new WireWriter(1024);
    SpanDocument document = new SpanDocument(fields);
    ServiceDocument service = new ServiceDocument();
    document.start(batch);
    for (int i = 0; i < batch.size(); i++) {
      long start = SpanDocument.startMicros(batch, i);
      text("{\"index\":{\"_index\":\"" + names.write(IndexSet.SPAN, start) + "\"}}\n", out);
      document.write(i, out);
      document.describe(service);
      text(
          "\n{\"update\":{\"_index\":\"" + names.write(IndexSet.SERVICE, start) + "\",\"_id\":\"",
          out);
      service.writeOtherId(out);
      text("\"}}\n", out);
      service.write(out);
      text("\n", out);
    }
    return cluster
        .send(
            Request.of("POST", "/_bulk", Request.Body.lines(out.array(), 0, out.size()))
                .with(Map.of("filter_path", "errors,items.*.error")))
        .map(
            answer -> {
              JsonObject told = new JsonObject(new String(answer.orThrow("bulk").body(), UTF_8));
              if (told.getBoolean("errors")) {
                throw new AssertionError(told.encode());
              }
              return null;
            });
  }

  private static void text(String text, WireWriter out) {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeBytes(bytes, 0, bytes.length);
  }
}
