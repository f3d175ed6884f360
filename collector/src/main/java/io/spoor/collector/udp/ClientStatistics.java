package io.spoor.collector.udp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.proto.thrift.ClientReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * What clients have sent and lost, added up from what they tell of themselves in their batches
 * (contract: collector.md §7.7). Shared by the UDP ports. Any thread.
 */
public final class ClientStatistics {
  private static final long SILENT_MILLIS = Duration.ofHours(1).toMillis();
  private static final long CHECK_MILLIS = Duration.ofMinutes(15).toMillis();

  /** Beyond that, clients not seen before are not counted: their ids are anybody's to make up. */
  private static final int MAX_CLIENTS = 10_000;

  private final InstantSource clock;
  private final Counter received;
  private final Counter sent;
  private final Counter fullQueue;
  private final Counter tooLarge;
  private final Counter failed;
  // Guarded by this.
  private final Map<String, Seen> clients = new HashMap<>();
  private long checkedMillis;

  private record Seen(ClientReport report, long atMillis) {}

  public ClientStatistics(MeterRegistry registry, InstantSource clock) {
    this.clock = clock;
    checkedMillis = clock.millis();
    received =
        counter(registry, "batches.received", "Total count of batches received from clients");
    sent = counter(registry, "batches.sent", "Total count of batches sent by clients");
    fullQueue = dropped(registry, "full-queue");
    tooLarge = dropped(registry, "too-large");
    failed = dropped(registry, "send-failure");
    Gauge.builder("jaeger.agent.client.stats.connected.clients", this, ClientStatistics::connected)
        .description("Total count of unique clients sending data to the agent")
        .register(registry);
  }

  /** Adds what a batch tells. The first of a client sets what the next are compared with. */
  public synchronized void add(ClientReport report) {
    received.increment();
    long now = clock.millis();
    forgetSilent(now);
    Seen seen = clients.get(report.client());
    if (seen == null) {
      if (clients.size() < MAX_CLIENTS) {
        clients.put(report.client(), new Seen(report, now));
      }
      return;
    }
    ClientReport last = seen.report();
    if (report.sequence() <= last.sequence()) {
      clients.put(report.client(), new Seen(last, now));
      return;
    }
    sent.increment((double) (report.sequence() - last.sequence()));
    increment(fullQueue, last.fullQueue(), report.fullQueue());
    increment(tooLarge, last.tooLarge(), report.tooLarge());
    increment(failed, last.failed(), report.failed());
    clients.put(report.client(), new Seen(report, now));
  }

  /** Clients that were heard within the hour. */
  private synchronized int connected() {
    forgetSilent(clock.millis());
    return clients.size();
  }

  private void forgetSilent(long now) {
    if (now - checkedMillis >= CHECK_MILLIS) {
      checkedMillis = now;
      clients.values().removeIf(seen -> now - seen.atMillis() >= SILENT_MILLIS);
    }
  }

  /** A client's counters only rise; one that falls says nothing. */
  private static void increment(Counter counter, long before, long after) {
    if (after > before) {
      counter.increment((double) (after - before));
    }
  }

  private static Counter dropped(MeterRegistry registry, String cause) {
    return Counter.builder("jaeger.agent.client.stats.spans.dropped")
        .description("Total count of spans dropped by clients")
        .tag("cause", cause)
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("jaeger.agent.client.stats." + name)
        .description(description)
        .register(registry);
  }
}
