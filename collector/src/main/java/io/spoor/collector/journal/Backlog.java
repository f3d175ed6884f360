package io.spoor.collector.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is durable and not yet released, in order. Its newest part lies in memory as long as the
 * bound allows it; from the first record that does not fit, everything is read back from disk until
 * the reader has caught up, so that order is kept.
 *
 * <p>The journal thread publishes, one thread takes, any thread releases; fields are guarded by
 * this object's monitor, and no file is touched while it is held.
 */
final class Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  private final JournalMetrics metrics;
  private final long maxMemoryBytes;
  private final DiskCursor cursor;
  // By first sequence.
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  // Wholly released and sealed: to be deleted.
  private final List<Segment> spent = new ArrayList<>();
  private final ArrayDeque<Delivery> memory = new ArrayDeque<>();
  private long memoryBytes;
  private boolean behind;
  private boolean closed;
  // The disk did not let itself be read: not to be tried again at once, nor logged again.
  private boolean readFails;
  private boolean readFailureLogged;
  private long diskBytes;
  private long waiting;
  private long unrecordedBytes;

  Backlog(JournalFiles files, JournalMetrics metrics, long maxMemoryBytes) {
    this.metrics = metrics;
    this.maxMemoryBytes = maxMemoryBytes;
    this.cursor = new DiskCursor(files);
  }

  /** Adds a segment newer than all others, with the records it has. */
  synchronized void add(Segment segment) {
    diskBytes += segment.end();
    waiting += segment.waiting();
    if (segment.isSealed() && segment.waiting() == 0) {
      spent.add(segment);
      return;
    }
    segments.put(segment.firstSequence(), segment);
    if (segment.waiting() > 0 && !behind) {
      behind = true;
      cursor.moveTo(segment, segment.start(), segment.firstSequence());
    }
    notifyAll();
  }

  /** These records of the active segment, which are its next ones, have become durable. */
  synchronized void publish(Segment segment, List<Append> records) {
    for (Append append : records) {
      long bytes = append.recordBytes();
      if (!behind && memoryBytes + bytes > maxMemoryBytes) {
        behind = true;
        cursor.moveTo(segment, append.end() - bytes, append.sequence());
      }
      if (!behind) {
        memory.add(new Delivery(append.sequence(), segment.header().tags(), append.received()));
        memoryBytes += bytes;
      }
    }
    Append last = records.get(records.size() - 1);
    diskBytes += last.end() - segment.end();
    waiting += records.size();
    segment.extend(last.sequence() + 1, last.end());
    notifyAll();
  }

  /** Nothing more will be appended to that segment. */
  synchronized void seal(Segment segment) {
    segment.seal();
    dropIfSpent(segment);
  }

  /** See {@link Journal#take}. */
  Optional<Delivery> take(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      boolean fromDisk;
      synchronized (this) {
        if (!memory.isEmpty() && !closed) {
          Delivery delivery = memory.poll();
          memoryBytes -= bytesOf(delivery);
          return Optional.of(delivery);
        }
        fromDisk = behind && !closed && !readFails;
        if (!fromDisk) {
          readFails = false;
          long left = deadline - System.nanoTime();
          if (left <= 0 || closed) {
            return Optional.empty();
          }
          TimeUnit.NANOSECONDS.timedWait(this, left);
        }
      }
      if (fromDisk) {
        Optional<Delivery> delivery = takeFromDisk();
        if (delivery.isPresent()) {
          return delivery;
        }
      }
    }
  }

  /** The taker's thread. Empty when caught up, or when the disk does not let itself be read. */
  private Optional<Delivery> takeFromDisk() {
    try {
      while (true) {
        Segment segment = cursor.segment();
        long end;
        synchronized (this) {
          end = segment.end();
        }
        Optional<Delivery> delivery = cursor.next(end, sequence -> isWaiting(segment, sequence));
        synchronized (this) {
          readFailureLogged = false;
          if (delivery.isPresent()) {
            lose(segment, cursor.lostFrom(), delivery.get().sequence());
            return delivery;
          }
          if (segment.end() > end) {
            continue;
          }
          lose(segment, cursor.lostFrom(), segment.nextSequence());
          var next = segments.higherEntry(segment.firstSequence());
          if (next == null) {
            behind = false;
            cursor.close();
            return Optional.empty();
          }
          cursor.moveTo(next.getValue(), next.getValue().start(), next.getKey());
        }
      }
    } catch (IOException e) {
      return readFailed(e);
    }
  }

  private synchronized Optional<Delivery> readFailed(IOException e) {
    Segment segment = cursor.segment();
    cursor.close();
    var next = segments.higherEntry(segment.firstSequence());
    if (!segments.containsKey(segment.firstSequence()) && next != null) {
      // All of it was released, and it was deleted under our feet.
      cursor.moveTo(next.getValue(), next.getValue().start(), next.getKey());
      return Optional.empty();
    }
    if (!readFailureLogged) {
      LOG.error(
          "Journal segment {} cannot be read and will be tried again",
          segment.header().fileName(),
          e);
    }
    readFailureLogged = true;
    readFails = true;
    return Optional.empty();
  }

  private synchronized boolean isWaiting(Segment segment, long sequence) {
    return segment.contains(sequence) && !segment.isReleased(sequence);
  }

  /** Records that were there once and cannot be read now. */
  private void lose(Segment segment, long from, long to) {
    long lost = segment.lose(from, to);
    if (lost > 0) {
      LOG.error("Journal segment {}: {} records are damaged", segment.header().fileName(), lost);
      metrics.corrupt(lost);
      waiting -= lost;
      dropIfSpent(segment);
    }
  }

  /**
   * See {@link Journal#release}.
   *
   * @return whether the journal thread should have a look
   */
  synchronized boolean release(Delivery delivery) {
    long sequence = delivery.sequence();
    var entry = segments.floorEntry(sequence);
    if (entry == null || !entry.getValue().contains(sequence)) {
      return false;
    }
    Segment segment = entry.getValue();
    if (!segment.release(sequence)) {
      return false;
    }
    waiting--;
    boolean first = unrecordedBytes == 0;
    unrecordedBytes += bytesOf(delivery);
    dropIfSpent(segment);
    return first || segment.waiting() == 0;
  }

  private void dropIfSpent(Segment segment) {
    if (segment.isSealed()
        && segment.waiting() == 0
        && segments.remove(segment.firstSequence(), segment)) {
      spent.add(segment);
    }
  }

  /** Segments whose files can be deleted. */
  synchronized List<Segment> spent() {
    return List.copyOf(spent);
  }

  /** The file of that segment is gone. */
  synchronized void deleted(Segment segment) {
    spent.remove(segment);
    diskBytes -= segment.end();
  }

  /** Bytes released since {@link #progress} was asked for last. */
  synchronized long unrecordedBytes() {
    return unrecordedBytes;
  }

  /** What was released of each segment, by its salt. */
  synchronized Map<Long, BitSet> progress() {
    unrecordedBytes = 0;
    Map<Long, BitSet> released = new HashMap<>();
    for (Segment segment : segments.values()) {
      BitSet bits = segment.released();
      if (!bits.isEmpty()) {
        released.put(segment.header().salt(), bits);
      }
    }
    return released;
  }

  /** Whether all that was ever in that segment has been released. */
  synchronized boolean isWhollyReleased(Segment segment) {
    return segment.waiting() == 0;
  }

  synchronized long diskBytes() {
    return diskBytes;
  }

  synchronized long memoryBytes() {
    return memoryBytes;
  }

  /** Records durable and not yet released. */
  synchronized long waiting() {
    return waiting;
  }

  /** Hands out nothing more from disk, and wakes the taker. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private static long bytesOf(Delivery delivery) {
    byte[] tenant = RecordHeader.tenantBytes(delivery.received().tenant());
    return RecordHeader.recordBytes(tenant.length, delivery.received().body().length);
  }
}
