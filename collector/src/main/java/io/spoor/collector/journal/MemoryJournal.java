package io.spoor.collector.journal;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.collector.Received;
import io.spoor.proto.model.ProcessTags;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
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
  private final ArrayDeque<Delivery> queue = new ArrayDeque<>();
  // Bytes of records that were taken, until they are released.
  private final Map<Long, Long> taken = new HashMap<>();
  private long nextSequence = 1;
  private long bytes;
  private boolean closed;

  /**
   * @param maxBytes of records not yet released
   */
  public MemoryJournal(long maxBytes, ProcessTags tags, MeterRegistry registry) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("journal maxBytes must be >= 1 (got " + maxBytes + ")");
    }
    this.maxBytes = maxBytes;
    this.tags = tags;
    this.metrics = new JournalMetrics(registry);
    metrics.gauges(this::bytes, this::waiting, this::bytes);
  }

  @Override
  public synchronized Future<Void> append(Received received) {
    if (closed) {
      return Future.failedFuture(new JournalFailedException("the journal is closed"));
    }
    long recordBytes = bytesOf(received);
    if (bytes + recordBytes > maxBytes) {
      metrics.refusedByQueue();
      return Future.failedFuture(
          new JournalFullException(
              "journal is full: "
                  + bytes
                  + " of "
                  + maxBytes
                  + " bytes in memory, "
                  + waiting()
                  + " records wait for the store"));
    }
    bytes += recordBytes;
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
    if (closed) {
      return Optional.empty();
    }
    Delivery delivery = queue.poll();
    taken.put(delivery.sequence(), bytesOf(delivery.received()));
    return Optional.of(delivery);
  }

  @Override
  public synchronized void release(Delivery delivery) {
    Long released = taken.remove(delivery.sequence());
    if (released != null) {
      bytes -= released;
    }
  }

  @Override
  public Optional<String> unwritable() {
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private synchronized long bytes() {
    return bytes;
  }

  private synchronized long waiting() {
    return (long) queue.size() + taken.size();
  }

  private static long bytesOf(Received received) {
    int tenantBytes = RecordHeader.tenantBytes(received.tenant()).length;
    return RecordHeader.recordBytes(tenantBytes, received.body().length);
  }
}
