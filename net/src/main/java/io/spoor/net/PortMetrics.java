package io.spoor.net;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections of one port. Every series is there from the start with 0. Any thread. */
final class PortMetrics {
  private final AtomicInteger open = new AtomicInteger();
  private final Map<Crowd.Full, Counter> refused = new EnumMap<>(Crowd.Full.class);
  private final Map<Ending, Counter> ended = new EnumMap<>(Ending.class);

  /** Why the port has ended a connection, or a stream of one. */
  enum Ending {
    /** No request came in time, or its headers did not end. */
    NO_REQUEST,
    /** The body did not end in time. */
    SLOW_REQUEST,
    /** Answers waited to be read, and were not. */
    SLOW_READER,
    /** The body was refused, and went on. */
    UNREAD_BODY,
    /** Nothing under way for the idle time. */
    IDLE,
    /** As old as connections may be. */
    AGE
  }

  /**
   * @param port the value of the label {@code receiver}
   */
  PortMetrics(MeterRegistry registry, String port) {
    Gauge.builder("spoor.receiver.connections", open, AtomicInteger::get)
        .description("Open connections")
        .tag("receiver", port)
        .register(registry);
    for (Crowd.Full reason : Crowd.Full.values()) {
      refused.put(reason, closed(registry, port, reason.reason()));
    }
    for (Ending reason : Ending.values()) {
      ended.put(reason, closed(registry, port, reason.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static Counter closed(MeterRegistry registry, String port, String reason) {
    return Counter.builder("spoor.receiver.connections.closed")
        .description("Connections that Spoor has refused or ended, and single streams of them")
        .tag("receiver", port)
        .tag("reason", reason)
        .register(registry);
  }

  void opened() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  void refused(Crowd.Full reason) {
    refused.get(reason).increment();
  }

  void ended(Ending reason) {
    ended.get(reason).increment();
  }
}
