package io.spoor.storage.blackhole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.storage.Tenant;
import io.spoor.storage.TraceId;
import io.spoor.storage.contract.TestQuery;
import io.spoor.storage.contract.TestSpan;
import org.junit.jupiter.api.Test;

class BlackholeStorageTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BlackholeStorage store = new BlackholeStorage(registry);

  @Test
  void countsAndForgets() {
    store.write(Tenant.DEFAULT, TestSpan.batch(TestSpan.span(1, 1), TestSpan.span(1, 2)));

    assertEquals(2, registry.counter("spoor.blackhole.spans.written").count());
    assertTrue(store.trace(Tenant.DEFAULT, new TraceId(0, 1)).result().isEmpty());
    assertTrue(store.findTraces(Tenant.DEFAULT, TestQuery.query().build()).result().isEmpty());
    assertTrue(store.findTraceIds(Tenant.DEFAULT, TestQuery.query().build()).result().isEmpty());
    assertTrue(store.services(Tenant.DEFAULT).result().isEmpty());
    assertTrue(store.operations(Tenant.DEFAULT, "a").result().isEmpty());
  }

  @Test
  void refusesWritesOnceClosed() {
    store.close();

    assertTrue(store.write(Tenant.DEFAULT, TestSpan.batch(TestSpan.span(1, 1))).failed());
    assertTrue(store.check().failed());
  }
}
