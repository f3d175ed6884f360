package io.spoor.storage.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.DependencyReader;
import io.spoor.storage.Operation;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * No tenant gets at another's spans, whatever it is called and whatever it asks for. All of them
 * store the same trace id, the same service and the same tags; only the operation tells whose a
 * span is.
 */
public abstract class TenantContract extends StoreContract {
  private static final TraceId SHARED = new TraceId(7, 1);
  private static final String LONG = "Z".repeat(64);

  /** Tenants with spans: some are the beginning, the pattern or the spelling of another. */
  private static final List<String> WITH_SPANS =
      List.of("", "a", "A", "a-b", "tenant_a", "_61", "a.b", "*", LONG);

  /** Tenants without any, whose names would reach those of others. */
  private static final List<String> WITHOUT =
      List.of(
          "b",
          "?",
          "**",
          "a*",
          "a,b",
          "a,A",
          "-a",
          "*,-a",
          "../a",
          "/a",
          "a/",
          "%61",
          "a-jaeger-span-2024-01-10",
          "jaeger-span",
          "_all",
          "_",
          ".",
          "..",
          "<a>",
          "a b",
          "a\u0000",
          "\u00e4",
          "cluster:a",
          "Z".repeat(63));

  private static Tenant tenant(String id) {
    return id.isEmpty() ? TENANT : new Tenant(id);
  }

  private static String operation(String id) {
    return "of <" + id + ">";
  }

  private static SpanBatch spans(String id, long own) {
    return TestSpan.batch(
        TestSpan.span(SHARED, 1).service("shop").operation(operation(id)).tag("k", "v"),
        TestSpan.span(own, 2).service("shop").operation(operation(id)).tag("k", id));
  }

  private void writeAll() {
    long own = 100;
    for (String id : WITH_SPANS) {
      SpanBatch spans = spans(id, own++);
      if (store.archive().isPresent()) {
        Trace trace = new Trace(SHARED, TestSpan.batch(TestSpan.span(SHARED, own)));
        await(store.archive().get().write(tenant(id), trace));
      }
      await(store.writer().write(tenant(id), spans));
    }
  }

  @Test
  void showsEachTenantItsOwnSpansByEveryRead() {
    writeAll();
    TraceReader reader = store.reader();

    long own = 100;
    for (String id : WITH_SPANS) {
      Tenant tenant = tenant(id);
      assertEquals(List.of("shop"), await(reader.services(tenant)), id);
      assertEquals(
          List.of(new Operation(operation(id), "")), await(reader.operations(tenant, "shop")), id);
      assertEquals(1, await(reader.trace(tenant, SHARED)).orElseThrow().spans().size(), id);
      for (Map.Entry<TestQuery, List<TraceId>> asked : searches(id, own).entrySet()) {
        List<TraceId> ids = await(reader.findTraceIds(tenant, asked.getKey().build()));
        assertEquals(asked.getValue(), ids.stream().sorted(TenantContract::byLow).toList(), id);
        List<Trace> traces = await(reader.findTraces(tenant, asked.getKey().build()));
        traces.forEach(trace -> assertEquals(1, trace.spans().size(), id));
      }
      for (long other = 100; other < 100 + WITH_SPANS.size(); other++) {
        boolean isOwn = other == own;
        assertEquals(isOwn, await(reader.trace(tenant, new TraceId(0, other))).isPresent(), id);
      }
      own++;
      if (store.archive().isPresent()) {
        Trace archived = await(store.archive().get().trace(tenant, SHARED)).orElseThrow();
        assertEquals(1, archived.spans().size(), id);
        assertEquals(own, archived.spans().spanId(0), id);
      }
    }
  }

  private static int byLow(TraceId a, TraceId b) {
    return Long.compare(a.low(), b.low());
  }

  /** What a tenant may ask, and what it then finds. */
  private static Map<TestQuery, List<TraceId>> searches(String id, long own) {
    List<TraceId> both = List.of(SHARED, new TraceId(0, own));
    Map<TestQuery, List<TraceId>> searches = new LinkedHashMap<>();
    searches.put(TestQuery.query(), both);
    searches.put(TestQuery.query().service("shop"), both);
    searches.put(TestQuery.query().tag("k", ".*"), both);
    searches.put(TestQuery.query().tag("k", "v"), List.of(SHARED));
    searches.put(TestQuery.query().operation(operation(id)), both);
    for (String other : WITH_SPANS) {
      if (!other.equals(id)) {
        searches.put(TestQuery.query().operation(operation(other)), List.of());
      }
    }
    return searches;
  }

  @Test
  void showsNothingToWhoeverIsCalledLikeOthers() {
    writeAll();
    List<String> shown = new ArrayList<>();
    TraceReader reader = store.reader();
    DependencyReader dependencies = store.dependencies();
    for (String id : WITHOUT) {
      Tenant tenant = new Tenant(id);
      boolean isEmpty =
          await(reader.services(tenant)).isEmpty()
              && await(reader.operations(tenant, "shop")).isEmpty()
              && await(reader.trace(tenant, SHARED)).isEmpty()
              && await(reader.findTraces(tenant, TestQuery.query().build())).isEmpty()
              && await(reader.findTraceIds(tenant, TestQuery.query().tag("k", ".*").build()))
                  .isEmpty()
              && await(
                      dependencies.dependencies(
                          tenant, Instant.ofEpochMilli(TestSpan.NOON / 1000), Duration.ofDays(2)))
                  .isEmpty()
              && (store.archive().isEmpty()
                  || await(store.archive().get().trace(tenant, SHARED)).equals(Optional.empty()));
      if (!isEmpty) {
        shown.add(id);
      }
    }

    assertEquals(List.of(), shown);
  }
}
