package io.spoor.storage.elasticsearch;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.storage.DependencyReader;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.StorageException;
import io.spoor.storage.TraceReader;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.document.TagFields;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.read.ElasticsearchReader;
import io.spoor.storage.elasticsearch.read.ReadOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The reader, and a writer as plain as can be. */
final class BulkTestStore implements SpanStorage {
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Cluster cluster;
  private final ElasticsearchReader reader;
  private final BulkTestWriter writer;
  private volatile boolean closed;

  BulkTestStore(
      Vertx vertx,
      JaegerCluster indices,
      ReadOptions options,
      IndexOptions names,
      TagFields fields) {
    cluster = new Cluster(vertx, new ConnectionOptions(List.of(indices.server().uri())));
    reader =
        new ElasticsearchReader(
            vertx,
            cluster,
            options,
            names,
            registry,
            InstantSource.fixed(Instant.ofEpochMilli(TestSpan.NOON / 1000)));
    writer = new BulkTestWriter(cluster, names, fields);
  }

  @Override
  public SpanWriter writer() {
    return (tenant, batch) ->
        closed
            ? Future.failedFuture(new StorageException(StorageException.Kind.TRANSIENT, "closed"))
            : writer.write(tenant, batch);
  }

  @Override
  public TraceReader reader() {
    return reader;
  }

  @Override
  public DependencyReader dependencies() {
    return reader;
  }

  @Override
  public Future<Void> check() {
    return cluster.version().mapEmpty();
  }

  @Override
  public Future<Void> close() {
    closed = true;
    return reader.close().eventually(cluster::close);
  }
}
