package io.spoor.storage.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.storage.Tenant;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceReader;
import io.spoor.storage.contract.TestQuery;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.spoor.storage.elasticsearch.life.MaintenanceOptions;
import io.spoor.storage.elasticsearch.server.ElasticsearchTest;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.spoor.storage.elasticsearch.write.WriterOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Read and write aliases, which templates of others can lead astray. */
@ElasticsearchTest
final class TenantsBehindAliasesTest {
  private static final Tenant ACME = new Tenant("acme");
  private static final List<IndexSet> SETS =
      List.of(IndexSet.SPAN, IndexSet.SERVICE, IndexSet.DEPENDENCIES);
  private static final Instant NOON = Instant.ofEpochMilli(TestSpan.NOON / 1000);

  private final TestServer server = TestServer.shared();
  private final Vertx vertx = Vertx.vertx();
  private final String prefix = "al" + UUID.randomUUID().toString().substring(0, 8);
  private final ElasticsearchStorage store = await(open());

  private Future<ElasticsearchStorage> open() {
    MaintenanceOptions maintenance =
        new MaintenanceOptions(
            Duration.ofMinutes(10), 0, true, "{\"max_age\":\"2d\"}", SETS, false);
    return ElasticsearchStorage.open(
        vertx,
        ElasticsearchOptions.of(new ConnectionOptions(List.of(server.uri())))
            .withIndices(IndexOptions.DEFAULTS.withPrefix(prefix).withAliases())
            .withTemplates(TemplateOptions.DEFAULTS.withShards(1, 0))
            .withWriting(WriterOptions.DEFAULTS.withBulk(5_000_000, 1000, 1, Duration.ofMillis(2)))
            .withMaintenance(maintenance.withTenants(List.of(new Tenant("named")))),
        new SimpleMeterRegistry(),
        InstantSource.fixed(NOON));
  }

  @AfterEach
  void close() {
    await(store.close());
    server.deleteIndices(prefix + "-*");
    String templates = server.release().major() < 8 ? "/_template/" : "/_index_template/";
    server.send("DELETE", templates + prefix + "-*", "");
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in 60 s", e);
    }
  }

  private void write(Tenant tenant, long trace, String service) {
    await(
        store
            .writer()
            .write(tenant, TestSpan.batch(TestSpan.span(trace, 1).service(service).tag("k", "v"))));
    server.send("POST", "/" + prefix + "-*/_refresh", "").expect(200);
  }

  private void awaitAlias(String alias) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (server.get("/_alias/" + prefix + "-" + alias).status() != 200) {
      assertTrue(System.nanoTime() < deadline, alias);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void writesATenantsFirstSpanBehindAliasesOfItsOwnAndShowsNobodyElse() {
    awaitAlias("jaeger-service-write");
    awaitAlias("tenant_named-jaeger-service-write");

    write(ACME, 1, "acmes");
    write(Tenant.DEFAULT, 1, "ours");

    TraceReader reader = store.reader();
    assertEquals(List.of("acmes"), await(reader.services(ACME)));
    assertEquals(List.of("ours"), await(reader.services(Tenant.DEFAULT)));
    assertEquals(200, server.get("/_alias/" + prefix + "-tenant_acme-jaeger-span-write").status());

    // What Jaeger's templates for Elasticsearch 7 do: *jaeger-span-* joins the default's alias.
    for (String set : List.of("span", "service", "dependencies")) {
      server
          .send(
              "POST",
              "/_aliases",
              """
              {"actions":[{"add":{"index":"%1$s-tenant_acme-jaeger-%2$s-000001",
                                  "alias":"%1$s-jaeger-%2$s-read"}}]}
              """
                  .formatted(prefix, set))
          .expect(200);
    }
    server
        .send(
            "POST",
            "/" + prefix + "-tenant_acme-jaeger-dependencies-write/_doc?refresh=true",
            """
            {"timestamp":"2024-01-10T08:00:00Z",
             "dependencies":[{"parent":"a","child":"b","callCount":1}]}
            """)
        .expect(201);

    assertEquals(List.of("ours"), await(reader.services(Tenant.DEFAULT)));
    assertEquals(List.of(), await(reader.operations(Tenant.DEFAULT, "acmes")));
    TraceId id = new TraceId(0, 1);
    assertEquals(1, await(reader.trace(Tenant.DEFAULT, id)).orElseThrow().spans().size());
    assertEquals(
        List.of(),
        await(reader.findTraceIds(Tenant.DEFAULT, TestQuery.query().service("acmes").build())));
    assertEquals(
        1,
        await(reader.findTraces(Tenant.DEFAULT, TestQuery.query().build())).get(0).spans().size());
    assertEquals(
        List.of(),
        await(store.dependencies().dependencies(Tenant.DEFAULT, NOON, Duration.ofDays(2))));
    assertEquals(
        1, await(store.dependencies().dependencies(ACME, NOON, Duration.ofDays(2))).size());
    assertEquals(Optional.empty(), await(reader.trace(new Tenant("named"), id)));
  }
}
