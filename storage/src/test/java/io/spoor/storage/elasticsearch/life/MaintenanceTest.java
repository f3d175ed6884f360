package io.spoor.storage.elasticsearch.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.storage.Tenant;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Indices that look after themselves. */
class MaintenanceTest extends LifeFixture {
  private static final Duration DAY = Duration.ofDays(1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private Maintenance maintenance(
      Instant now, int retentionDays, boolean useAliases, boolean isDryRun) {
    return new Maintenance(
        vertx,
        cluster,
        IndexOptions.DEFAULTS.withPrefix(prefix),
        new MaintenanceOptions(
            Duration.ofMinutes(10),
            retentionDays,
            useAliases,
            "{\"max_docs\":1}",
            List.of(IndexSet.SPAN),
            isDryRun),
        (tenant, set) -> Future.succeededFuture(),
        registry,
        Clock.fixed(now, ZoneOffset.UTC));
  }

  /** Without the lease's own. */
  private Set<String> spans() {
    return existing().stream()
        .filter(name -> name.startsWith("jaeger-"))
        .collect(Collectors.toSet());
  }

  private double metric(String name) {
    return registry
        .get("spoor.elasticsearch.maintenance." + name)
        .meter()
        .measure()
        .iterator()
        .next()
        .getValue();
  }

  @Test
  void deletesDatedIndicesWhoseDayIsOldEnough() {
    create(prefix + "-jaeger-span-2024-02-06");
    Instant dayAfter = between().plus(DAY);
    create(prefix + "-jaeger-span-2024-02-07");
    create(prefix + "-jaeger-span-archive");
    create(prefix + "-jaeger-service-2024-02-01");

    await(maintenance(dayAfter.plus(DAY.multipliedBy(3)), 3, false, false).run());

    assertEquals(
        Set.of("jaeger-span-2024-02-07", "jaeger-span-archive", "jaeger-service-2024-02-01"),
        spans());
    assertEquals(1, metric("deleted.indices"));
    assertEquals(1, metric("leader"));
  }

  @Test
  void keepsWhatWasWrittenUntilRecentlyBehindAliases() {
    create(prefix + "-jaeger-span-000001");
    create(prefix + "-jaeger-span-000002");
    Instant second = between();
    create(prefix + "-jaeger-span-000003");
    alias(prefix + "-jaeger-span-000003", prefix + "-jaeger-span-write");
    alias(prefix + "-jaeger-span-000003", prefix + "-jaeger-span-read");

    await(maintenance(second.plus(DAY.multipliedBy(3)), 3, true, false).run());

    // The second was written to until the third began.
    assertEquals(Set.of("jaeger-span-000002", "jaeger-span-000003"), spans());
  }

  @Test
  void startsAndRollsOverAliases() {
    Maintenance maintenance = maintenance(Instant.now(), 0, true, false);
    await(maintenance.run());
    assertEquals(Set.of("jaeger-span-000001"), spans());

    server.send("PUT", "/" + prefix + "-jaeger-span-write/_doc/1?refresh=true", "{}").expect(201);
    await(maintenance.run());

    assertEquals(Set.of("jaeger-span-000002"), behind(prefix + "-jaeger-span-write"));
    assertEquals(1, metric("rollovers"));
  }

  @Test
  void onlyTellsInADryRun() {
    create(prefix + "-jaeger-span-000001");
    create(prefix + "-jaeger-span-000002");
    alias(prefix + "-jaeger-span-000002", prefix + "-jaeger-span-write");

    await(maintenance(Instant.now().plus(DAY.multipliedBy(9)), 3, true, true).run());

    assertEquals(Set.of("jaeger-span-000001", "jaeger-span-000002"), spans());
    assertEquals(0, metric("failures"));
  }

  @Test
  void looksAfterTheTenantsThatItIsToldOfAndThoseThatItFinds() {
    create(prefix + "-tenant_found-jaeger-span-2024-02-06");
    create(prefix + "-tenant_found-jaeger-span-000001");
    create(prefix + "-other-jaeger-span-2024-02-06");
    Instant now = between().plus(DAY.multipliedBy(9));
    Maintenance maintenance =
        new Maintenance(
            vertx,
            cluster,
            IndexOptions.DEFAULTS.withPrefix(prefix),
            new MaintenanceOptions(
                    Duration.ofMinutes(10), 3, true, "", List.of(IndexSet.SPAN), false)
                .withTenants(List.of(new Tenant("Told"))),
            (tenant, set) -> Future.succeededFuture(),
            registry,
            Clock.fixed(now, ZoneOffset.UTC));

    await(maintenance.run());

    // Each was rolled over, and the first generation is old by this clock.
    assertEquals(Set.of("jaeger-span-000002"), spans());
    assertEquals(Set.of("tenant__54old-jaeger-span-000002"), ofTenant("tenant__54old-"));
    assertEquals(Set.of("tenant_found-jaeger-span-000002"), ofTenant("tenant_found-"));
    assertEquals(
        Set.of("tenant_found-jaeger-span-000002"),
        behind(prefix + "-tenant_found-jaeger-span-write"));
    assertEquals(Set.of("other-jaeger-span-2024-02-06"), ofTenant("other-"));
    assertEquals(4, metric("deleted.indices"));
    assertEquals(0, metric("failures"));
  }

  private Set<String> ofTenant(String start) {
    return await(indices.names(prefix + "-" + start)).stream()
        .map(name -> name.substring(prefix.length() + 1))
        .collect(Collectors.toSet());
  }

  @Test
  void leavesTheWorkToOneOfTwo() {
    create(prefix + "-jaeger-span-2024-02-01");
    await(maintenance(Instant.now(), 0, false, false).run());

    await(maintenance(Instant.now().plus(DAY.multipliedBy(9)), 3, false, false).run());

    assertEquals(Set.of("jaeger-span-2024-02-01"), spans());
  }

  @Test
  void countsFailuresAndGoesOn() {
    await(cluster.close());

    await(maintenance(Instant.now().plus(DAY.multipliedBy(9)), 3, false, false).run());

    assertTrue(metric("failures") >= 1);
  }

  @Test
  void deletesChunksOfATimeWhenTheyWereWritten() {
    create(prefix + "-spoor-chunk-2024-02-06");

    await(maintenance(between().plus(DAY.multipliedBy(9)), 3, false, false).run());

    assertEquals(Set.of("spoor-maintenance"), existing());
  }
}
