package io.spoor.storage.elasticsearch;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.storage.ArchiveStore;
import io.spoor.storage.BearerToken;
import io.spoor.storage.DependencyReader;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.Tenant;
import io.spoor.storage.TraceReader;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.spoor.storage.elasticsearch.index.TemplateInstaller;
import io.spoor.storage.elasticsearch.index.Templates;
import io.spoor.storage.elasticsearch.life.Maintenance;
import io.spoor.storage.elasticsearch.life.MaintenanceOptions;
import io.spoor.storage.elasticsearch.life.Rollover;
import io.spoor.storage.elasticsearch.read.ElasticsearchReader;
import io.spoor.storage.elasticsearch.write.ElasticsearchWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store in Elasticsearch or OpenSearch. */
public final class ElasticsearchStorage implements SpanStorage {
  private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchStorage.class);

  private final Cluster cluster;
  private final boolean isLeftAlone;
  private final ElasticsearchWriter writer;
  private final ElasticsearchReader reader;
  private final Optional<Maintenance> maintenance;
  private final Optional<ElasticsearchStorage> archive;
  // Guarded by this.
  private Future<Void> closing;

  private ElasticsearchStorage(
      Vertx vertx,
      ElasticsearchOptions options,
      MeterRegistry registry,
      InstantSource clock,
      String name,
      boolean isGuest) {
    this.cluster = new Cluster(vertx, options.connection(), name, registry);
    this.isLeftAlone = options.atStart() == AtStart.IS_LEFT_ALONE;
    this.writer =
        new ElasticsearchWriter(
            vertx,
            cluster,
            options.writing(),
            options.indices(),
            options.templates(),
            registry,
            // Jitter: of each thread its own.
            () -> ThreadLocalRandom.current().nextLong(),
            isGuest,
            tenant -> beginLife(options, tenant));
    this.reader =
        new ElasticsearchReader(
            vertx, cluster, options.reading(), options.indices(), registry, clock);
    this.maintenance =
        options
            .maintenance()
            .map(
                wanted ->
                    new Maintenance(
                        vertx,
                        cluster,
                        options.indices(),
                        wanted,
                        (tenant, set) -> installTemplate(options, tenant, set),
                        registry,
                        clock));
    this.archive =
        options
            .archive()
            .map(
                own ->
                    new ElasticsearchStorage(
                        vertx, own, registry, clock, "es-archive", hasSameTemplates(options, own)));
  }

  /** Then those of the spans count: the archive's would put its shards and fields into all. */
  private static boolean hasSameTemplates(ElasticsearchOptions main, ElasticsearchOptions archive) {
    return main.indices().prefix().equals(archive.indices().prefix())
        && main.connection().servers().equals(archive.connection().servers());
  }

  /**
   * Opens the store. If it {@linkplain AtStart must answer} and does not, this fails in one line
   * for an operator; else the index templates are installed before the first write, whenever that
   * can be.
   *
   * @param clock tells how far back reads by id alone may look
   */
  public static Future<ElasticsearchStorage> open(
      Vertx vertx, ElasticsearchOptions options, MeterRegistry registry, InstantSource clock) {
    ElasticsearchStorage storage =
        new ElasticsearchStorage(vertx, options, registry, clock, "es", false);
    storage.maintenance.ifPresent(Maintenance::start);
    if (options.atStart() == AtStart.IS_LEFT_ALONE) {
      return Future.succeededFuture(storage);
    }
    Future<Void> prepared = storage.prepare();
    if (options.atStart() != AtStart.MUST_ANSWER) {
      prepared.onFailure(
          failure ->
              LOG.warn("Elasticsearch is not ready, spans wait for it: {}", failure.getMessage()));
      return Future.succeededFuture(storage);
    }
    return prepared
        .map(storage)
        .recover(failure -> storage.close().transform(done -> Future.failedFuture(failure)));
  }

  /**
   * A tenant that nobody has named comes with its first span, and may not wait for the next look at
   * the indices: where those are ours to roll over, it gets its first ones and their aliases now.
   */
  private Future<Void> beginLife(ElasticsearchOptions options, Tenant tenant) {
    Optional<MaintenanceOptions> ours =
        options.maintenance().filter(wanted -> wanted.useAliases() && !wanted.isDryRun());
    if (ours.isEmpty() || tenant.equals(Tenant.DEFAULT)) {
      return Future.succeededFuture();
    }
    IndexNames names = new IndexNames(options.indices(), tenant);
    return new Rollover(cluster, names, ours.get().sets())
        .init(Optional.empty(), set -> installTemplate(options, tenant, set));
  }

  private Future<Void> installTemplate(ElasticsearchOptions options, Tenant tenant, IndexSet set) {
    IndexNames names = new IndexNames(options.indices(), tenant);
    return cluster
        .version()
        .compose(
            version ->
                new TemplateInstaller(cluster)
                    .install(new Templates(names, options.templates(), version), set));
  }

  private Future<Void> prepare() {
    return check()
        .compose(answered -> writer.prepare(Tenant.DEFAULT))
        .compose(
            ready ->
                archive.isPresent() ? archive.get().prepare() : Future.<Void>succeededFuture());
  }

  @Override
  public SpanWriter writer() {
    return writer;
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
  public Optional<ArchiveStore> archive() {
    return archive.map(store -> new ElasticsearchArchive(store.writer, store.reader));
  }

  @Override
  public SpanStorage as(BearerToken caller) {
    return new CallersView(this, caller);
  }

  ElasticsearchReader readerAs(BearerToken caller) {
    return reader.as(cluster.as(caller));
  }

  /** The archive, asked with a caller's token. It is written with our own credentials. */
  Optional<ArchiveStore> archiveAs(BearerToken caller) {
    return archive.map(store -> new ElasticsearchArchive(store.writer, store.readerAs(caller)));
  }

  @Override
  public Future<Void> check() {
    return isLeftAlone ? cluster.isThere() : cluster.version().mapEmpty();
  }

  @Override
  public synchronized Future<Void> close() {
    if (closing == null) {
      maintenance.ifPresent(Maintenance::close);
      closing =
          writer
              .close()
              .eventually(reader::close)
              .eventually(cluster::close)
              .eventually(
                  () ->
                      archive.isPresent() ? archive.get().close() : Future.<Void>succeededFuture());
    }
    return closing;
  }
}
