package io.spoor.collector.udp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * What one UDP port tells of itself, under the names of Jaeger's agent (contract: collector.md
 * §9.4). Every series is there from the start with 0. Any thread.
 */
final class UdpMetrics {
  private static final Duration[] BUCKETS =
      LongStream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger packetBytes = new AtomicInteger();
  private final Counter processed;
  private final Counter dropped;
  private final Counter readErrors;
  private final Counter handlerErrors;
  private final Timer closeTime;

  UdpMetrics(MeterRegistry registry, UdpOptions options) {
    Tags tags = Tags.of("model", options.model(), "protocol", options.protocolLabel());
    gauge(registry, tags, "server.queue.size", "queue_size", queued);
    gauge(registry, tags, "server.packet.size", "packet_size", packetBytes);
    processed = counter(registry, tags, "server.packets.processed", "packets.processed");
    dropped = counter(registry, tags, "server.packets.dropped", "packets.dropped");
    readErrors = counter(registry, tags, "server.read.errors", "read.errors");
    handlerErrors = counter(registry, tags, "t.processor.handler.errors", "handler-errors");
    closeTime =
        Timer.builder("jaeger.agent.thrift.udp.t.processor.close.time")
            .description("close-time")
            .tags(tags)
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  /** A packet takes a place, which {@link #finished} gives back: how many are taken now. */
  int started() {
    return queued.incrementAndGet();
  }

  void finished() {
    queued.decrementAndGet();
  }

  void processed(int bytes) {
    packetBytes.set(bytes);
    processed.increment();
  }

  /** There was no room for a packet. */
  void dropped() {
    dropped.increment();
  }

  void readFailed() {
    readErrors.increment();
  }

  /** A packet could not be understood, or not be kept. */
  void handlerFailed() {
    handlerErrors.increment();
  }

  void closed(Duration took) {
    closeTime.record(took);
  }

  private static Counter counter(
      MeterRegistry registry, Tags tags, String name, String description) {
    return Counter.builder("jaeger.agent.thrift.udp." + name)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private static void gauge(
      MeterRegistry registry, Tags tags, String name, String description, AtomicInteger value) {
    Gauge.builder("jaeger.agent.thrift.udp." + name, value, AtomicInteger::get)
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
