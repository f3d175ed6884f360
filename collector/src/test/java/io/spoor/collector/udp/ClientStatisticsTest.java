package io.spoor.collector.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.thrift.ClientReport;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Collector.md §7.7. */
class ClientStatisticsTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ClientStatistics statistics = new ClientStatistics(registry, now::get);

  @Test
  void countsFromTheSecondBatchOfAClientOn() {
    statistics.add(new ClientReport("a", 10, 100, 200, 300));
    assertCounts(1, 0, 0, 0, 0);
    statistics.add(new ClientReport("a", 12, 101, 202, 303));
    assertCounts(2, 2, 1, 2, 3);
    statistics.add(new ClientReport("b", 5, 7, 7, 7));
    assertCounts(3, 2, 1, 2, 3);
    assertEquals(2, connected());
  }

  @Test
  void ignoresBatchesThatAreNotNewer() {
    statistics.add(new ClientReport("a", 10, 1, 1, 1));
    statistics.add(new ClientReport("a", 10, 5, 5, 5));
    statistics.add(new ClientReport("a", 3, 9, 9, 9));
    assertCounts(3, 0, 0, 0, 0);
  }

  @Test
  void forgetsClientsThatWereSilentForAnHour() {
    statistics.add(new ClientReport("a", 10, 0, 0, 0));
    now.set(Instant.EPOCH.plus(Duration.ofMinutes(50)));
    statistics.add(new ClientReport("b", 10, 0, 0, 0));
    now.set(Instant.EPOCH.plus(Duration.ofMinutes(70)));
    assertEquals(1, connected());
    statistics.add(new ClientReport("a", 20, 0, 0, 0));
    assertCounts(3, 0, 0, 0, 0);
  }

  private void assertCounts(int received, int sent, int fullQueue, int tooLarge, int failed) {
    assertEquals(received, count("batches.received"));
    assertEquals(sent, count("batches.sent"));
    assertEquals(fullQueue, dropped("full-queue"));
    assertEquals(tooLarge, dropped("too-large"));
    assertEquals(failed, dropped("send-failure"));
  }

  private double count(String name) {
    return registry.get("jaeger.agent.client.stats." + name).counter().count();
  }

  private double dropped(String cause) {
    return registry
        .get("jaeger.agent.client.stats.spans.dropped")
        .tag("cause", cause)
        .counter()
        .count();
  }

  private double connected() {
    return registry.get("jaeger.agent.client.stats.connected.clients").gauge().value();
  }
}
