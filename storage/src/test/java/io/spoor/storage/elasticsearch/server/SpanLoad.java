package io.spoor.storage.elasticsearch.server;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.ElasticsearchOptions;
import io.spoor.storage.elasticsearch.ElasticsearchStorage;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Writes traces to a cluster, one after the other, as the pipeline does: what fails for now is
 * written again until it is stored, without what is stored already.
 */
final class SpanLoad implements AutoCloseable {
  private static final int SPANS = 20;

  private final Vertx vertx = Vertx.vertx();
  private final ElasticsearchStorage storage;
  private final Thread thread = new Thread(this::run, "span-load");
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean stopped;

  private SpanLoad(TestCluster cluster, String prefix, int shards, int replicas) {
    ElasticsearchOptions options =
        ElasticsearchOptions.of(
                new ConnectionOptions(cluster.nodes().stream().map(TestServer::uri).toList()))
            .withIndices(IndexOptions.DEFAULTS.withPrefix(prefix))
            .withTemplates(TemplateOptions.DEFAULTS.withShards(shards, replicas))
            .thatMustAnswer();
    storage =
        await(
            ElasticsearchStorage.open(
                vertx,
                options,
                new SimpleMeterRegistry(),
                InstantSource.fixed(Instant.ofEpochMilli(TestSpan.NOON / 1000))));
  }

  static SpanLoad start(TestCluster cluster, String prefix, int shards, int replicas) {
    SpanLoad load = new SpanLoad(cluster, prefix, shards, replicas);
    load.thread.start();
    return load;
  }

  /** Waits for so many more traces to be stored. */
  void awaitTraces(long more) {
    long wanted = written.get() + more;
    Await.until(
        TestServer.START_TIME,
        () -> "only " + written + " traces, " + failures + " failures",
        () -> written.get() >= wanted);
  }

  /** Ends it, and returns how many traces were stored. */
  long end() throws InterruptedException {
    stopped = true;
    thread.join();
    return written.get();
  }

  /** Ids of traces that do not have all their spans, each once; refresh the indices before. */
  List<Long> incomplete() {
    List<Long> incomplete = new ArrayList<>();
    for (long trace = 1; trace <= written.get(); trace++) {
      if (!spansOf(trace).equals(LongStream.rangeClosed(1, SPANS).boxed().toList())) {
        incomplete.add(trace);
      }
    }
    return incomplete;
  }

  private List<Long> spansOf(long id) {
    SpanBatch spans =
        await(storage.reader().trace(Tenant.DEFAULT, new TraceId(0, id)))
            .map(Trace::spans)
            .orElse(TestSpan.batch());
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      ids.add(spans.spanId(i));
    }
    ids.sort(null);
    return ids;
  }

  private void run() {
    while (!stopped) {
      Set<Long> waiting = new TreeSet<>();
      LongStream.rangeClosed(1, SPANS).forEach(waiting::add);
      while (!waiting.isEmpty()) {
        write(written.get() + 1, waiting);
      }
      written.incrementAndGet();
    }
  }

  /** Takes what is stored out of {@code waiting}. */
  private void write(long trace, Set<Long> waiting) {
    List<Long> ids = List.copyOf(waiting);
    SpanBatch batch = TestSpan.batch(ids.stream().map(id -> TestSpan.span(trace, id)).toList());
    try {
      await(storage.writer().write(Tenant.DEFAULT, batch));
      waiting.clear();
    } catch (CompletionException e) {
      failures.incrementAndGet();
      if (e.getCause() instanceof StorageException failure
          && failure.kind() == StorageException.Kind.TRANSIENT) {
        failure.stored().stream().forEach(index -> waiting.remove(ids.get(index)));
      } else {
        throw e;
      }
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() throws InterruptedException {
    end();
    await(storage.close().eventually(vertx::close));
  }
}
