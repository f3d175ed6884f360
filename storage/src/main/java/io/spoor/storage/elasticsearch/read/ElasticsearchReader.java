package io.spoor.storage.elasticsearch.read;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.storage.Dependency;
import io.spoor.storage.DependencyReader;
import io.spoor.storage.LatestTraces;
import io.spoor.storage.Operation;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import io.spoor.storage.TraceReader;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what any Jaeger and any Spoor wrote into the cluster. A read that cannot be answered in
 * full fails. The cluster stays its owner's; {@link #close} ends the reader's own threads.
 */
public final class ElasticsearchReader implements TraceReader, DependencyReader {
  private static final int WORKERS = Math.max(2, Runtime.getRuntime().availableProcessors());

  /** What is looked at beyond a window: clocks differ, and traces last (contract §8.1). */
  private static final long SLACK_MICROS = 3_600_000_000L;

  /** The same behind aliases, where it decides about documents instead of indices (§8.3). */
  private static final long ALIAS_SLACK_MICROS = 24 * SLACK_MICROS;

  /** A request line holds 4096 bytes by default, and more than names. */
  private static final int MAX_NAME_CHARS = 3000;

  private final ReadOptions options;
  private final IndexOptions indexOptions;
  private final InstantSource clock;
  private final ObjectMapper json;
  private final ReadMetrics metrics;
  private final WorkerExecutor workers;
  private final boolean isView;
  private final SpanClauses clauses;
  private final TraceFinder finder;
  private final ChunkFinder chunks;
  private final SpanLoader loader;
  private final ServiceCatalog catalog;
  private final DependencySearch dependencies;

  public ElasticsearchReader(
      Vertx vertx,
      Cluster cluster,
      ReadOptions options,
      IndexOptions indexOptions,
      MeterRegistry registry,
      InstantSource clock) {
    this(
        cluster,
        options,
        indexOptions,
        clock,
        new ObjectMapper(),
        new ReadMetrics(registry),
        vertx.createSharedWorkerExecutor("spoor-elasticsearch-read", WORKERS),
        false);
  }

  private ElasticsearchReader(
      Cluster cluster,
      ReadOptions options,
      IndexOptions indexOptions,
      InstantSource clock,
      ObjectMapper json,
      ReadMetrics metrics,
      WorkerExecutor workers,
      boolean isView) {
    this.options = options;
    this.indexOptions = indexOptions;
    this.clock = clock;
    this.json = json;
    this.metrics = metrics;
    this.workers = workers;
    this.isView = isView;
    Searches searches = new Searches(cluster, json, options, isView);
    Completeness completeness = new Completeness(json, metrics);
    this.clauses = new SpanClauses(options.dotReplacement());
    this.finder = new TraceFinder(searches, completeness);
    this.chunks = new ChunkFinder(searches, completeness, json, workers);
    this.loader =
        new SpanLoader(
            searches,
            completeness,
            json,
            options,
            metrics,
            workers,
            isView ? Optional.empty() : Optional.of(new RoutedIndices(searches, json, clock)));
    this.catalog = new ServiceCatalog(searches, completeness, options.maxDocCount());
    this.dependencies = new DependencySearch(searches, completeness, options.maxDocCount());
  }

  /**
   * The same reader asking another way: with a caller's token. Nothing that is remembered of
   * answers is shared: what one caller may see is nothing to the next. Nothing to be closed.
   *
   * @param callers the same cluster
   */
  public ElasticsearchReader as(Cluster callers) {
    return new ElasticsearchReader(
        callers, options, indexOptions, clock, json, metrics, workers, true);
  }

  /** Looks as far back as {@code maxSpanAge}, behind aliases without end. */
  @Override
  public Future<Optional<Trace>> trace(Tenant tenant, TraceId id) {
    long now = micros(clock.instant());
    List<String> indices =
        everyForm(tenant, now - micros(options.maxSpanAge()) - SLACK_MICROS, now + SLACK_MICROS);
    return loader.load(indices, id, own(tenant, json.createArrayNode()));
  }

  /** The same from the archive. */
  public Future<Optional<Trace>> archived(Tenant tenant, TraceId id) {
    List<String> indices = new IndexNames(indexOptions, tenant).read(IndexSet.SPAN_ARCHIVE, 0, 0);
    return loader.load(indices, id, own(tenant, json.createArrayNode()));
  }

  @Override
  public Future<List<Trace>> findTraces(Tenant tenant, TraceQuery query) {
    return findTraceIds(tenant, query)
        .compose(
            ids -> {
              long from = minus(query.startMinMicros(), SLACK_MICROS);
              long to = plus(query.startMaxMicros(), SLACK_MICROS);
              ArrayNode conditions = own(tenant, json.createArrayNode());
              if (indexOptions.useAliases()) {
                conditions.add(
                    ChunkClauses.startedInEitherForm(
                        minus(query.startMinMicros(), ALIAS_SLACK_MICROS),
                        plus(query.startMaxMicros(), ALIAS_SLACK_MICROS)));
              }
              return loader.load(everyForm(tenant, from, to), ids, conditions);
            });
  }

  @Override
  public Future<List<TraceId>> findTraceIds(Tenant tenant, TraceQuery query) {
    ArrayNode conditions;
    try {
      query.check();
      conditions = own(tenant, clauses.of(query));
    } catch (StorageException e) {
      return Future.failedFuture(e);
    }
    IndexNames names = new IndexNames(indexOptions, tenant);
    long from = query.startMinMicros();
    long to = query.startMaxMicros();
    LatestTraces found = new LatestTraces(Math.min(query.limit(), TraceFinder.MAX_HITS));
    return finder
        .find(names.read(IndexSet.SPAN, from, to), query, conditions, found)
        .compose(done -> chunks.find(names.read(IndexSet.LEAN, from, to), query, found))
        .map(done -> found.ids());
  }

  @Override
  public Future<List<String>> services(Tenant tenant) {
    return catalog.services(serviceIndices(tenant), own(tenant, json.createArrayNode()));
  }

  @Override
  public Future<List<Operation>> operations(Tenant tenant, String service) {
    return catalog.operations(serviceIndices(tenant), own(tenant, json.createArrayNode()), service);
  }

  @Override
  public Future<List<Dependency>> dependencies(Tenant tenant, Instant end, Duration lookback) {
    ArrayNode conditions = own(tenant, json.createArrayNode());
    return dependencies.find(new IndexNames(indexOptions, tenant), conditions, end, lookback);
  }

  public Future<Void> close() {
    return isView ? Future.succeededFuture() : workers.close();
  }

  /** Adds that no document is another tenant's, where an alias could lead to one. */
  private ArrayNode own(Tenant tenant, ArrayNode conditions) {
    new IndexNames(indexOptions, tenant)
        .foreign()
        .ifPresent(
            pattern ->
                conditions
                    .addObject()
                    .putObject("bool")
                    .putObject("must_not")
                    .putObject("wildcard")
                    .putObject("_index")
                    .put("value", pattern));
    return conditions;
  }

  /** Indices of span documents and of chunks; as patterns if the names would fill a URL. */
  private List<String> everyForm(Tenant tenant, long from, long to) {
    IndexNames names = new IndexNames(indexOptions, tenant);
    List<String> all = new ArrayList<>(names.read(IndexSet.SPAN, from, to));
    all.addAll(names.read(IndexSet.LEAN, from, to));
    boolean isLong = all.stream().mapToInt(String::length).sum() > MAX_NAME_CHARS;
    return isLong && (from != Long.MIN_VALUE || to != Long.MAX_VALUE)
        ? everyForm(tenant, Long.MIN_VALUE, Long.MAX_VALUE)
        : List.copyOf(all);
  }

  private List<String> serviceIndices(Tenant tenant) {
    long now = micros(clock.instant());
    return new IndexNames(indexOptions, tenant)
        .read(IndexSet.SERVICE, now - micros(options.maxSpanAge()), now);
  }

  static long micros(Instant instant) {
    return instant.toEpochMilli() * 1000;
  }

  static long micros(Duration duration) {
    return duration.toMillis() * 1000;
  }

  private static long minus(long micros, long slack) {
    return micros < Long.MIN_VALUE + slack ? Long.MIN_VALUE : micros - slack;
  }

  private static long plus(long micros, long slack) {
    return micros > Long.MAX_VALUE - slack ? Long.MAX_VALUE : micros + slack;
  }
}
