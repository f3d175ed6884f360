package io.spoor.storage.elasticsearch;

import io.spoor.storage.ArchiveStore;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.elasticsearch.read.ElasticsearchReader;
import io.spoor.storage.elasticsearch.write.ElasticsearchWriter;
import io.vertx.core.Future;
import java.util.Optional;

/** Chosen traces, in an index without date. */
final class ElasticsearchArchive implements ArchiveStore {
  private final ElasticsearchWriter writer;
  private final ElasticsearchReader reader;

  ElasticsearchArchive(ElasticsearchWriter writer, ElasticsearchReader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public Future<Void> write(Tenant tenant, Trace trace) {
    return writer.archive(tenant, trace);
  }

  @Override
  public Future<Optional<Trace>> trace(Tenant tenant, TraceId id) {
    return reader.archived(tenant, id);
  }
}
