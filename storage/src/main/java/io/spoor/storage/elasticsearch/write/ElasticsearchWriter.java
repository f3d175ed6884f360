package io.spoor.storage.elasticsearch.write;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.ServerVersion;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Writes spans into Elasticsearch. A batch is encoded on a worker, its documents share bulk
 * requests with those of other batches, and it is answered when each of them is. Documents that
 * fail in passing are sent again a few times; then the write fails as transient and tells what is
 * stored. Any thread may call.
 */
public final class ElasticsearchWriter implements SpanWriter {
  private static final int ENCODERS = 4;
  private static final Duration BEHIND_ALIASES = Duration.ofMinutes(10);

  private final Vertx vertx;
  private final Cluster cluster;
  private final WriterOptions options;
  private final IndexOptions indexOptions;
  private final TemplateOptions templates;
  private final WriterMetrics metrics;
  private final ServiceCache services;
  private final IndexGuard guard;
  private final WorkerExecutor workers;
  private final BulkQueue queue;
  // As many as encode at once.
  private final Queue<BatchEncoder> encoders = new ConcurrentLinkedQueue<>();
  private final Buffers buffers = new Buffers();
  private final OpenWrites open = new OpenWrites();
  private volatile Optional<ServerVersion> version = Optional.empty();

  /**
   * @param templates also says which tags are fields
   * @param random for jitter
   */
  public ElasticsearchWriter(
      Vertx vertx,
      Cluster cluster,
      WriterOptions options,
      IndexOptions indexOptions,
      TemplateOptions templates,
      MeterRegistry registry,
      RandomGenerator random) {
    this(
        vertx,
        cluster,
        options,
        indexOptions,
        templates,
        registry,
        random,
        false,
        tenant -> Future.succeededFuture());
  }

  /**
   * @param isGuest whether templates are another writer's affair once Spoor's are there
   * @param begin makes what a tenant needs beside templates, before its first write
   */
  public ElasticsearchWriter(
      Vertx vertx,
      Cluster cluster,
      WriterOptions options,
      IndexOptions indexOptions,
      TemplateOptions templates,
      MeterRegistry registry,
      RandomGenerator random,
      boolean isGuest,
      Function<Tenant, Future<Void>> begin) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.cluster = requireNonNull(cluster, "cluster");
    this.options = requireNonNull(options, "options");
    this.indexOptions = requireNonNull(indexOptions, "indexOptions");
    this.templates = requireNonNull(templates, "templates");
    this.metrics = new WriterMetrics(registry);
    this.services =
        new ServiceCache(
            options.serviceCacheSize(),
            serviceTtl(options.serviceCacheTtl(), indexOptions.useAliases()),
            System::nanoTime);
    this.guard =
        new IndexGuard(cluster, indexOptions, templates, sets(options.form()), isGuest, begin);
    this.workers = vertx.createSharedWorkerExecutor("spoor-elasticsearch-encoder", ENCODERS);
    this.queue =
        new BulkQueue(
            vertx,
            ((VertxInternal) vertx).createEventLoopContext(),
            cluster,
            options,
            this::otherForms,
            random,
            metrics);
  }

  /** A rollover shows in no name: the new index must have its services before the old one goes. */
  static Duration serviceTtl(Duration wanted, boolean useAliases) {
    return useAliases && wanted.compareTo(BEHIND_ALIASES) > 0 ? BEHIND_ALIASES : wanted;
  }

  /** Installs the templates of the tenant if that is Spoor's affair and has not been done. */
  public Future<Void> prepare(Tenant tenant) {
    return version().compose(known -> guard.prepare(tenant, known));
  }

  @Override
  public Future<Void> write(Tenant tenant, SpanBatch batch) {
    return write(tenant, batch, options.form().set());
  }

  /** Writes a trace into the archive; the same span twice is one document. */
  public Future<Void> archive(Tenant tenant, Trace trace) {
    return write(tenant, trace.spans(), IndexSet.SPAN_ARCHIVE);
  }

  /** Refuses new writes and completes when all others are answered. */
  public Future<Void> close() {
    Future<Void> ended = open.close();
    queue.hurry();
    return ended.compose(ignored -> workers.close());
  }

  private Future<Void> write(Tenant tenant, SpanBatch batch, IndexSet set) {
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    long bytes = batch.encodedBytes();
    if (!open.begin()) {
      return Future.failedFuture(new StorageException(Kind.PERMANENT, "the store is closed"));
    }
    // A batch larger than the bound still goes, alone.
    if (metrics.waiting().getAndAdd(bytes) > options.maxWaitingBytes() - bytes
        && metrics.waiting().get() != bytes) {
      end(bytes);
      return Future.failedFuture(
          new StorageException(Kind.TRANSIENT, "too many spans wait for Elasticsearch"));
    }
    Promise<Void> done = ((VertxInternal) vertx).promise();
    Future<Void> answered = done.future().onComplete(ignored -> end(bytes));
    version()
        .compose(
            known -> guard.prepare(tenant, known).compose(v -> encode(tenant, batch, set, done)))
        .compose(this::admit)
        .onFailure(done::tryFail);
    return answered;
  }

  private void end(long bytes) {
    metrics.waiting().addAndGet(-bytes);
    open.end();
  }

  private record Encoded(Tenant tenant, Write write) {}

  private Future<Encoded> encode(Tenant tenant, SpanBatch batch, IndexSet set, Promise<Void> done) {
    return workers.executeBlocking(
        () -> {
          Target target = new Target(new IndexNames(indexOptions, tenant), set, requiresAlias());
          Write write = new Write(batch, target, services, buffers, done);
          BatchEncoder encoder = takeEncoder();
          try {
            encoder.encode(write);
          } catch (RuntimeException e) {
            // It would be thrown again each time: whoever wrote finds the span that it is about.
            write.forgetServices();
            throw new StorageException(Kind.PERMANENT, "a span cannot be encoded: " + e, e);
          }
          encoders.add(encoder);
          return new Encoded(tenant, write);
        },
        false);
  }

  private Future<Void> admit(Encoded encoded) {
    Write write = encoded.write();
    return version()
        .compose(known -> guard.admit(encoded.tenant(), known, write.indices()))
        .onSuccess(ignored -> queue.add(write))
        .onFailure(ignored -> write.forgetServices());
  }

  private List<Item> otherForms(Item item) {
    BatchEncoder encoder = takeEncoder();
    List<Item> others = encoder.otherForms(item);
    encoders.add(encoder);
    return others;
  }

  /** Spans of the archive have their template with all others. */
  private static List<IndexSet> sets(SpanForm form) {
    return switch (form) {
      case JAEGER -> List.of(IndexSet.SPAN, IndexSet.SERVICE);
      case LEAN -> List.of(IndexSet.LEAN, IndexSet.SPAN, IndexSet.SERVICE);
    };
  }

  private BatchEncoder takeEncoder() {
    BatchEncoder encoder = encoders.poll();
    return encoder == null ? new BatchEncoder(templates.tags(), services) : encoder;
  }

  private boolean requiresAlias() {
    return indexOptions.useAliases()
        && version.map(ElasticsearchWriter::knowsRequireAlias).orElse(false);
  }

  private static boolean knowsRequireAlias(ServerVersion server) {
    return server.isOpenSearch()
        || server.major() > 7
        || (server.major() == 7 && server.minor() >= 10);
  }

  private Future<ServerVersion> version() {
    return version.isPresent()
        ? Future.succeededFuture(version.get())
        : cluster.version().onSuccess(known -> version = Optional.of(known));
  }
}
