package io.spoor.storage.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.storage.Operation;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Services, operations, and tenants that know nothing of each other. */
public abstract class CatalogContract extends StoreContract {
  private static final Tenant ACME = new Tenant("acme");
  private static final Tenant ACM = new Tenant("acm");

  @Test
  void startsEmpty() {
    assertEquals(List.of(), await(store.reader().services(TENANT)));
    assertEquals(List.of(), await(store.reader().operations(TENANT, "nobody")));
    assertEquals(List.of(), find(TestQuery.query()));
  }

  @Test
  void listsServicesSorted() {
    write(TestSpan.span(1, 1).service("beta"), TestSpan.span(2, 2).service("alpha"));
    write(TestSpan.span(3, 3).service("Ωmega"), TestSpan.span(4, 4).service("alpha"));

    assertEquals(List.of("alpha", "beta", "Ωmega"), await(store.reader().services(TENANT)));
  }

  @Test
  void listsOperationsWithTheirKind() {
    write(
        TestSpan.span(1, 1).service("a").operation("put"),
        TestSpan.span(1, 2).service("a").operation("get").tag("span.kind", "server"),
        TestSpan.span(1, 3).service("a").operation("get").tag("span.kind", "client"),
        TestSpan.span(1, 4).service("a").operation("get").tag("span.kind", "client"),
        TestSpan.span(1, 5).service("ab").operation("other"),
        TestSpan.span(1, 6).service("b").operation("get"));

    assertEquals(
        List.of(
            new Operation("get", "client"),
            new Operation("get", "server"),
            new Operation("put", "")),
        await(store.reader().operations(TENANT, "a")));
    assertEquals(
        List.of(new Operation("other", "")), await(store.reader().operations(TENANT, "ab")));
    assertEquals(List.of(), await(store.reader().operations(TENANT, "nobody")));
  }

  @Test
  void tellsNamesWithZeroCharactersApart() {
    write(
        TestSpan.span(1, 1).service("a\u0000b").operation("c"),
        TestSpan.span(2, 2).service("a").operation("b\u0000c"));

    assertEquals(
        List.of(new Operation("c", "")), await(store.reader().operations(TENANT, "a\u0000b")));
    assertEquals(
        List.of(new Operation("b\u0000c", "")), await(store.reader().operations(TENANT, "a")));
  }

  @Test
  void keepsTenantsApart() {
    write(ACME, TestSpan.span(1, 1).service("a").tag("k", "v"));
    write(ACM, TestSpan.span(1, 2).service("b").tag("k", "v"));
    write(TestSpan.span(2, 3).service("c").tag("k", "v"));

    for (Tenant tenant : List.of(ACME, ACM, TENANT)) {
      String service = tenant.equals(ACME) ? "a" : tenant.equals(ACM) ? "b" : "c";
      long trace = tenant.equals(TENANT) ? 2 : 1;
      assertEquals(List.of(service), await(store.reader().services(tenant)));
      assertEquals(1, await(store.reader().operations(tenant, service)).size());
      for (TestQuery query :
          List.of(
              TestQuery.query(),
              TestQuery.query().tag("k", "v"),
              TestQuery.query().tag("k", ".*"))) {
        List<Trace> found = await(store.reader().findTraces(tenant, query.build()));
        assertEquals(List.of(new TraceId(0, trace)), found.stream().map(Trace::id).toList());
        assertEquals(1, found.get(0).spans().size());
      }
    }
    assertEquals(Optional.empty(), await(store.reader().trace(TENANT, new TraceId(0, 1))));
    assertEquals(
        1, await(store.reader().trace(ACME, new TraceId(0, 1))).orElseThrow().spans().size());
  }
}
