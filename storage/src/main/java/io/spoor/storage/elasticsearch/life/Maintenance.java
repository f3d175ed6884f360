package io.spoor.storage.elasticsearch.life;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.storage.Tenant;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.spoor.storage.elasticsearch.index.TenantPrefix;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rollover and retention without cron jobs: looks at the indices on a schedule, in one process of
 * many at a time.
 */
public final class Maintenance {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
  private static final Duration MASTER_TIMEOUT = Duration.ofMinutes(2);

  /** A holder that misses so many looks is taken for dead. */
  private static final int MISSED_LOOKS = 3;

  private final Vertx vertx;
  private final MaintenanceOptions options;
  private final BiFunction<Tenant, IndexSet, Future<Void>> installTemplate;
  private final Cluster cluster;
  private final IndexOptions indexOptions;
  private final Indices indices;
  private final Lease lease;
  private final InstantSource clock;
  private final Counter failures;
  private final Counter rollovers;
  private final Counter deletions;
  private final AtomicBoolean isRunning = new AtomicBoolean();
  private volatile boolean isLeader;
  private volatile long lastSuccessMillis;
  private long timer = -1;

  /** Does nothing yet. */
  public Maintenance(
      Vertx vertx,
      Cluster cluster,
      IndexOptions indexOptions,
      MaintenanceOptions options,
      BiFunction<Tenant, IndexSet, Future<Void>> installTemplate,
      MeterRegistry registry,
      InstantSource clock) {
    this.vertx = vertx;
    this.clock = clock;
    this.options = options;
    this.installTemplate = installTemplate;
    this.cluster = cluster;
    this.indexOptions = indexOptions;
    this.indices = new Indices(cluster);
    this.lease =
        new Lease(
            cluster,
            names(Tenant.DEFAULT).prefix() + "spoor-maintenance",
            "lease",
            UUID.randomUUID().toString(),
            options.interval().multipliedBy(MISSED_LOOKS),
            System::nanoTime);
    this.failures = registry.counter("spoor.elasticsearch.maintenance.failures");
    this.rollovers = registry.counter("spoor.elasticsearch.maintenance.rollovers");
    this.deletions = registry.counter("spoor.elasticsearch.maintenance.deleted.indices");
    Gauge.builder("spoor.elasticsearch.maintenance.leader", () -> isLeader ? 1 : 0)
        .description("1 if this process looks after the indices")
        .register(registry);
    Gauge.builder("spoor.elasticsearch.maintenance.last.success", () -> lastSuccessMillis / 1e3)
        .description("When it last did, seconds since the epoch")
        .baseUnit("seconds")
        .register(registry);
  }

  /** Looks at once and then on schedule. */
  public void start() {
    timer = vertx.setPeriodic(1, options.interval().toMillis(), tick -> run());
  }

  /** No further looks. */
  public void close() {
    vertx.cancelTimer(timer);
  }

  /** One look; completes when it is done, whatever came of it: failures are logged and counted. */
  Future<Void> run() {
    if (!isRunning.compareAndSet(false, true)) {
      return Future.succeededFuture();
    }
    return lease
        .acquire()
        .compose(
            mine -> {
              isLeader = mine;
              return mine ? lookAfter() : Future.succeededFuture();
            })
        .onSuccess(
            done -> {
              if (isLeader) {
                lastSuccessMillis = clock.millis();
              }
            })
        .recover(
            failure -> {
              failures.increment();
              isLeader = false;
              LOG.warn("Maintenance of the indices failed; it is tried again", failure);
              return Future.succeededFuture();
            })
        .onComplete(done -> isRunning.set(false));
  }

  private IndexNames names(Tenant tenant) {
    return new IndexNames(indexOptions, tenant);
  }

  /** One tenant after the other; one that is in trouble does not keep the others waiting. */
  private Future<Void> lookAfter() {
    return tenants()
        .compose(
            tenants -> {
              List<Throwable> troubles = new ArrayList<>();
              Future<Void> done = Future.succeededFuture();
              for (Tenant tenant : tenants) {
                done =
                    done.compose(before -> lookAfter(tenant))
                        .recover(
                            failure -> {
                              troubles.add(failure);
                              return Future.succeededFuture();
                            });
              }
              return done.compose(
                  all ->
                      troubles.isEmpty()
                          ? Future.succeededFuture()
                          : Future.failedFuture(troubles.get(0)));
            });
  }

  /** The default one, those that are named, and those whose indices are there. */
  private Future<Set<Tenant>> tenants() {
    String prefix = names(Tenant.DEFAULT).prefix();
    return indices
        .names(TenantPrefix.ofAll(prefix))
        .map(
            found -> {
              Set<Tenant> tenants = new LinkedHashSet<>();
              tenants.add(Tenant.DEFAULT);
              tenants.addAll(options.tenants());
              found.forEach(index -> TenantPrefix.tenantOf(index, prefix).ifPresent(tenants::add));
              return tenants;
            });
  }

  private Future<Void> lookAfter(Tenant tenant) {
    IndexNames names = names(tenant);
    return (options.useAliases() ? rollOver(tenant, names) : Future.<Void>succeededFuture())
        .compose(done -> options.retentionDays() > 0 ? clean(names) : Future.succeededFuture());
  }

  private Future<Void> rollOver(Tenant tenant, IndexNames names) {
    Rollover rollover = new Rollover(cluster, names, options.sets());
    if (options.isDryRun()) {
      Future<Void> done = Future.succeededFuture();
      for (IndexSet set : options.sets()) {
        done =
            done.compose(ignored -> rollover.wouldRollOver(set, options.conditions()))
                .onSuccess(
                    would ->
                        LOG.info(
                            "Dry run: {} would {}roll over", names.base(set), would ? "" : "not "))
                .mapEmpty();
      }
      return done;
    }
    return rollover
        .init(Optional.empty(), set -> installTemplate.apply(tenant, set))
        .compose(done -> rollover.rollover(options.conditions()))
        .onSuccess(
            rolled -> {
              if (rolled) {
                rollovers.increment();
                LOG.info("Rolled over to new indices{}", of(names));
              }
            })
        .mapEmpty();
  }

  private Future<Void> clean(IndexNames names) {
    Retention retention = new Retention(cluster, names, options, clock);
    if (options.isDryRun()) {
      return retention
          .candidates()
          .onSuccess(old -> LOG.info("Dry run: would delete {}", old))
          .mapEmpty();
    }
    Future<List<String>> cleaned = retention.clean(MASTER_TIMEOUT);
    return cleaned.onSuccess(old -> deletions.increment(old.size())).mapEmpty();
  }

  private static String of(IndexNames names) {
    return names.prefix().isEmpty() ? "" : " of " + names.prefix();
  }
}
