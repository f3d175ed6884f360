package io.spoor.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.spoor.storage.Tenant;
import io.spoor.storage.TraceId;
import io.spoor.storage.contract.TestQuery;
import io.spoor.storage.contract.TestSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The number of traces in RAM is bounded. */
class EvictionTest extends EmbeddedFixture {

  private void openInMemory(int maxTraces) {
    store = await(EmbeddedStorage.openInMemory(vertx, maxTraces, DiskStorageTest.QUICK, registry));
  }

  @Test
  void forgetsTheTracesThatCameFirst() {
    openInMemory(3);
    for (int i = 1; i <= 10; i++) {
      write(TestSpan.span(i, i), TestSpan.span(i, 100 + i));
    }
    write(TestSpan.span(9, 200));

    assertEquals(List.of(8L, 9L, 10L), find(TestQuery.query()).stream().sorted().toList());
    assertEquals(
        3,
        await(store.reader().trace(Tenant.DEFAULT, new TraceId(0, 9)))
            .orElseThrow()
            .spans()
            .size());
    assertEquals(true, await(store.reader().trace(Tenant.DEFAULT, new TraceId(0, 7))).isEmpty());
  }

  @Test
  void keepsAllTracesWithoutABound() {
    openInMemory(0);
    for (int i = 1; i <= 50; i++) {
      write(TestSpan.span(i, i));
    }

    assertEquals(50, find(TestQuery.query()).size());
  }

  @Test
  void refusesANegativeBound() {
    assertThrows(IllegalArgumentException.class, () -> openInMemory(-1));
  }
}
