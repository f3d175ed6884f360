package io.spoor.collector.journal;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.collector.Received;
import io.spoor.proto.model.ProcessTags;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A journal for places without a disk ({@code --journal.mode=memory}): what it acknowledges is lost
 * with the process, as in Jaeger, but never while it runs. It refuses when full.
 */
public final class MemoryJournal implements Journal {
  private final long maxBytes;
  private final ProcessTags tags;
  private final JournalMetrics metrics;
  private final Clocks clocks;
  private final ArrayDeque<Delivery> queue = new ArrayDeque<>();
  private final ArrayDeque<Delivery> parked = new ArrayDeque<>();
  // By sequence, oldest first, until it is released.
  private final Map<Long, Kept> kept = new LinkedHashMap<>();
  private long nextSequence = 1;
  private long bytes;
  private long spans;
  private boolean closed;

  private record Kept(long bytes, long sinceNanos) {}

  /**
   * @param maxBytes of records not yet released
   */
  public MemoryJournal(long maxBytes, ProcessTags tags, MeterRegistry registry) {
    this(maxBytes, tags, registry, Clocks.SYSTEM);
  }

  MemoryJournal(long maxBytes, ProcessTags tags, MeterRegistry registry, Clocks clocks) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("journal maxBytes must be >= 1 (got " + maxBytes + ")");
    }
    this.maxBytes = maxBytes;
    this.tags = tags;
    this.metrics = new JournalMetrics(registry);
    this.clocks = clocks;
    metrics.gauges(
        new JournalMetrics.Levels(
            () -> levels().bytes(),
            () -> maxBytes,
            () -> levels().records(),
            () -> levels().bytes(),
            this::oldestSeconds,
            () -> levels().parked()));
  }

  @Override
  public synchronized Future<Void> append(Received received) {
    if (closed) {
      return Future.failedFuture(new JournalFailedException("the journal is closed"));
    }
    long recordBytes = bytesOf(received);
    if (recordBytes > maxBytes) {
      metrics.refusedAsTooLarge();
      return Future.failedFuture(new RecordTooLargeException(recordBytes, maxBytes));
    }
    if (bytes + recordBytes > maxBytes) {
      metrics.refusedByQueue();
      return Future.failedFuture(
          new JournalFullException(
              "journal is full: "
                  + bytes
                  + " of "
                  + maxBytes
                  + " bytes in memory, "
                  + kept.size()
                  + " records wait for the store"));
    }
    bytes += recordBytes;
    spans += Math.max(0, received.spans());
    kept.put(nextSequence, new Kept(recordBytes, clocks.nanoTime().getAsLong()));
    queue.add(new Delivery(nextSequence++, tags, received));
    metrics.appended(1, recordBytes);
    notifyAll();
    return Future.succeededFuture();
  }

  @Override
  public synchronized Optional<Delivery> take(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (queue.isEmpty() && !closed) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return closed ? Optional.empty() : Optional.of(queue.poll());
  }

  @Override
  public synchronized void park(Delivery delivery) {
    if (kept.containsKey(delivery.sequence())) {
      parked.add(delivery);
    }
  }

  @Override
  public synchronized Optional<Delivery> takeParked() {
    return Optional.ofNullable(parked.poll());
  }

  @Override
  public synchronized void release(Delivery delivery) {
    Kept released = kept.remove(delivery.sequence());
    if (released != null) {
      bytes -= released.bytes();
      spans -= Math.max(0, delivery.received().spans());
    }
  }

  @Override
  public Optional<String> unwritable() {
    return Optional.empty();
  }

  @Override
  public synchronized Levels levels() {
    return new Levels(bytes, maxBytes, kept.size(), spans, parked.size());
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private synchronized double oldestSeconds() {
    long now = clocks.nanoTime().getAsLong();
    return kept.isEmpty()
        ? 0
        : Math.max(0, now - kept.values().iterator().next().sinceNanos()) / 1e9;
  }

  private static long bytesOf(Received received) {
    int tenantBytes = RecordHeader.tenantBytes(received.tenant()).length;
    return RecordHeader.recordBytes(tenantBytes, received.body().length);
  }
}
