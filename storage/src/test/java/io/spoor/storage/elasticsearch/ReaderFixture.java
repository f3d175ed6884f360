package io.spoor.storage.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.contract.TestQuery;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.document.TagFields;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.read.ReadOptions;
import io.spoor.storage.elasticsearch.server.ElasticsearchTest;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Indices of three shards, and as many stores over them as a test likes. */
@ElasticsearchTest
abstract class ReaderFixture {
  /** The index of {@link TestSpan#NOON}, without prefix. */
  static final String SPANS = "jaeger-span-2024-01-10";

  final Vertx vertx = Vertx.vertx();
  private final List<BulkTestStore> stores = new ArrayList<>();
  JaegerCluster indices;
  BulkTestStore store;

  @BeforeEach
  final void openStore() {
    indices = new JaegerCluster(TestServer.shared(), 3);
    store = open(ReadOptions.DEFAULTS, indices.names(), TagFields.HOT);
  }

  @AfterEach
  final void closeAll() {
    stores.forEach(open -> await(open.close()));
    indices.close();
    await(vertx.close());
  }

  final BulkTestStore open(ReadOptions options, IndexOptions names, TagFields fields) {
    BulkTestStore opened = new BulkTestStore(vertx, indices, options, names, fields);
    stores.add(opened);
    return opened;
  }

  final void write(TestSpan... spans) {
    write(List.of(spans));
  }

  final void write(List<TestSpan> spans) {
    await(store.writer().write(Tenant.DEFAULT, TestSpan.batch(spans)));
    indices.refresh();
  }

  final Optional<SpanBatch> read(long low) {
    return read(new TraceId(0, low));
  }

  final Optional<SpanBatch> read(TraceId id) {
    return await(store.reader().trace(Tenant.DEFAULT, id)).map(Trace::spans);
  }

  final List<TraceId> find(TestQuery query) {
    return await(store.reader().findTraceIds(Tenant.DEFAULT, query.build()));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in 60 s", e);
    }
  }

  static StorageException failure(Future<?> future) {
    return assertThrows(StorageException.class, () -> await(future));
  }
}
