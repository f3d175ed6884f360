package io.spoor.collector.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is durable and not yet released. The newest part of it lies in memory, as much as the bound
 * allows; what is older is read back from disk. While there is both, three bytes of the new are
 * handed out for one of the old, so that what comes now is not shown hours late because of an
 * outage that is over, and the old comes to an end nonetheless. Each part for itself is in order.
 *
 * <p>The journal thread publishes, one thread takes, any thread releases; fields are guarded by
 * this object's monitor, and no file is touched while it is held.
 */
final class Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
  private static final int LIVE_SHARE = 3;
  // The store is slower than senders are: much memory would make the new wait, and is promoted by
  // the garbage collector before it goes.
  private static final int BEHIND = 8;
  private static final long READ_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  private final JournalFiles files;
  private final JournalMetrics metrics;
  private final LongSupplier nanoTime;
  private final long maxMemoryBytes;
  private final SegmentLedger ledger = new SegmentLedger();
  private final DiskCursor cursor;
  private final ParkedRecords parked;
  private final ReadFailures failures;
  // The newest records, all of them from its head on.
  private final ArrayDeque<Live> memory = new ArrayDeque<>();
  private long memoryBytes;
  // Something older than what is in memory waits on disk, from the cursor on.
  private boolean behind;
  // Bytes handed out from memory less their share of those from disk.
  private long balance;
  private boolean closed;
  // The disk did not let itself be read: not to be tried again at once, nor logged again.
  private boolean readFails;
  private long readFailedNanos;
  private boolean readFailureLogged;

  /** A record in memory, and where it is on disk. */
  private record Live(Delivery delivery, Segment segment, long position, long bytes) {}

  /**
   * An empty one.
   *
   * @param nanoTime the clock that does not jump
   */
  Backlog(JournalFiles files, JournalMetrics metrics, long maxMemoryBytes, LongSupplier nanoTime) {
    this.files = files;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.maxMemoryBytes = maxMemoryBytes;
    this.failures = new ReadFailures(this, files, metrics, nanoTime);
    this.cursor = new DiskCursor(files, failures);
    this.parked = new ParkedRecords(this, ledger, new DiskCursor(files, failures), failures);
  }

  /** Adds a segment newer than all others, with the records it has. */
  synchronized void add(Segment segment) {
    ledger.add(segment);
    if (segment.waiting() > 0 && !behind) {
      behind = true;
      moveTo(segment);
    }
    notifyAll();
  }

  private void moveTo(Segment segment) {
    cursor.moveTo(segment, segment.start(), segment.firstSequence());
  }

  /**
   * These records of the active segment, which are its next ones, have become durable.
   *
   * @param nanos by the clock that does not jump
   */
  synchronized void publish(Segment segment, List<Append> records, long nanos) {
    for (Append append : records) {
      long bytes = append.recordBytes();
      ledger.append(segment, append, nanos);
      Delivery delivery =
          new Delivery(append.sequence(), segment.header().tags(), append.received());
      memory.add(new Live(delivery, segment, append.end() - bytes, bytes));
      memoryBytes += bytes;
    }
    while (memoryBytes > (behind ? maxMemoryBytes / BEHIND : maxMemoryBytes)) {
      leaveOnDisk(memory.remove());
    }
    notifyAll();
  }

  private void leaveOnDisk(Live oldest) {
    memoryBytes -= oldest.bytes();
    if (!behind) {
      behind = true;
      cursor.moveTo(oldest.segment(), oldest.position(), oldest.delivery().sequence());
    }
  }

  /** Nothing more will be appended to that segment. */
  synchronized void seal(Segment segment, long footerBytes) {
    ledger.seal(segment, footerBytes);
  }

  /** See {@link Journal#take}. */
  Optional<Delivery> take(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      synchronized (this) {
        if (closed) {
          return Optional.empty();
        }
        boolean fromDisk = behind && !readFails();
        if (!memory.isEmpty() && (!fromDisk || balance <= 0)) {
          return Optional.of(takeFromMemory(fromDisk));
        }
        if (!fromDisk) {
          long left = deadline - System.nanoTime();
          if (left <= 0) {
            return Optional.empty();
          }
          TimeUnit.NANOSECONDS.timedWait(this, behind ? Math.min(left, READ_AGAIN_NANOS) : left);
          continue;
        }
      }
      Optional<Delivery> delivery = takeFromDisk();
      if (delivery.isPresent()) {
        return delivery;
      }
    }
  }

  private boolean readFails() {
    readFails = readFails && nanoTime.getAsLong() - readFailedNanos < READ_AGAIN_NANOS;
    return readFails;
  }

  private Delivery takeFromMemory(boolean both) {
    Live live = memory.remove();
    memoryBytes -= live.bytes();
    balance = both ? balance + live.bytes() : 0;
    if (behind) {
      live.segment().claim(live.delivery().sequence());
    }
    return live.delivery();
  }

  /** The taker's thread. Empty when caught up, or when the disk does not let itself be read. */
  private Optional<Delivery> takeFromDisk() {
    try {
      while (true) {
        Segment segment = cursor.segment();
        cursor.open();
        long end;
        synchronized (this) {
          if (!cursor.isCurrent()) {
            continue;
          }
          end = endOnDisk(segment);
        }
        Optional<Delivery> delivery = cursor.next(end, sequence -> isWanted(segment, sequence));
        synchronized (this) {
          readFailureLogged = false;
          if (delivery.isPresent()) {
            lose(segment, cursor.lostFrom(), delivery.get().sequence());
            balance = memory.isEmpty() ? 0 : balance - LIVE_SHARE * bytesOf(delivery.get());
            return delivery;
          }
          if (endOnDisk(segment) > end) {
            continue;
          }
          boolean caughtUp = !memory.isEmpty() && memory.peek().segment() == segment;
          lose(
              segment,
              cursor.lostFrom(),
              caughtUp ? memory.peek().delivery().sequence() : segment.nextSequence());
          Optional<Segment> next = ledger.after(segment);
          if (caughtUp || next.isEmpty()) {
            behind = false;
            cursor.close();
            return Optional.empty();
          }
          moveTo(next.get());
        }
      }
    } catch (IOException e) {
      return readFailed(e);
    }
  }

  /** Where that segment's records begin that are in memory. */
  private long endOnDisk(Segment segment) {
    Live first = memory.peek();
    return first != null && first.segment() == segment ? first.position() : segment.end();
  }

  private synchronized Optional<Delivery> readFailed(IOException e) {
    Segment segment = cursor.segment();
    cursor.close();
    if (e instanceof NoSuchFileException && ledger.isThere(segment)) {
      // Somebody has deleted it, and it does not come back: those behind it must not wait for it.
      lose(segment, segment.firstSequence(), segment.nextSequence());
    }
    Optional<Segment> next = ledger.after(segment);
    if ((!ledger.isThere(segment) || e instanceof NoSuchFileException) && next.isPresent()) {
      // All of it was released, and it was deleted under our feet.
      moveTo(next.get());
      return Optional.empty();
    }
    if (!readFailureLogged) {
      LOG.error(
          "Journal {}/{} cannot be read and will be tried again",
          files,
          segment.header().fileName(),
          e);
    }
    readFailureLogged = true;
    failures.note(segment, e);
    readFails = true;
    readFailedNanos = nanoTime.getAsLong();
    cursor.readAgain();
    return Optional.empty();
  }

  private synchronized boolean isWanted(Segment segment, long sequence) {
    return segment.isWanted(sequence);
  }

  /** Records that were there once and cannot be read now. */
  private void lose(Segment segment, long from, long to) {
    long lost = 0;
    for (long sequence = from; sequence < to; sequence++) {
      // Those in somebody's hands are not lost, although they could not be read again.
      if (segment.isWanted(sequence) && ledger.lose(segment, sequence)) {
        lost++;
      }
    }
    tellLost(segment, lost);
  }

  void tellLost(Segment segment, long lost) {
    if (lost > 0) {
      LOG.error(
          "Journal {}/{}: {} records are damaged and lost",
          files,
          segment.header().fileName(),
          lost);
      metrics.corrupt(lost);
      ledger.dropIfSpent(segment);
    }
  }

  /** See {@link Journal#park}. */
  synchronized void park(Delivery delivery) {
    parked.park(delivery.sequence());
  }

  /** See {@link Journal#takeParked}. */
  Optional<Delivery> takeParked() {
    return parked.take();
  }

  /** Records that {@link #park} was called for and that nobody has taken again. */
  synchronized long parked() {
    return parked.count();
  }

  /**
   * See {@link Journal#release}.
   *
   * @return whether the journal thread should have a look
   */
  synchronized boolean release(Delivery delivery) {
    Optional<Segment> segment = ledger.holding(delivery.sequence());
    boolean first = ledger.unrecordedBytes() == 0;
    return segment.isPresent()
        && ledger.release(
            segment.get(), delivery.sequence(), delivery.received().spans(), bytesOf(delivery))
        && (first || segment.get().waiting() == 0);
  }

  /**
   * Whether all of it was handed out at least once, so that nothing has a place in it but what
   * reads parked records. The monitor is held.
   */
  boolean isBehindAll(Segment segment) {
    return (!behind || segment.firstSequence() < cursor.segment().firstSequence())
        && (memory.isEmpty() || segment.firstSequence() < memory.peek().segment().firstSequence());
  }

  /** Segments whose files can be deleted. */
  synchronized List<Segment> spent() {
    return ledger.spent();
  }

  /** The file of that segment is gone. */
  synchronized void deleted(Segment segment) {
    ledger.deleted(segment);
  }

  /** Bytes released since {@link #progress} was asked for last. */
  synchronized long unrecordedBytes() {
    return ledger.unrecordedBytes();
  }

  /** What was released of each segment, by its salt. */
  synchronized Map<Long, BitSet> progress() {
    return ledger.progress();
  }

  /** Whether all that was ever in that segment has been released. */
  synchronized boolean isWhollyReleased(Segment segment) {
    return segment.waiting() == 0;
  }

  synchronized boolean keepsFile(Segment segment) {
    return segment.keepsFile();
  }

  /** What to write behind its records. */
  synchronized byte[] footerOf(Segment segment) {
    return SegmentFooter.of(segment).encode(segment.header().salt());
  }

  synchronized long diskBytes() {
    return ledger.diskBytes();
  }

  synchronized long memoryBytes() {
    return memoryBytes;
  }

  /** Records durable and not yet released. */
  synchronized long waiting() {
    return ledger.waiting();
  }

  /** Spans of them, nearly. */
  synchronized long waitingSpans() {
    return ledger.waitingSpans();
  }

  /** How long the oldest of them has waited, in nanoseconds. */
  synchronized OptionalLong oldestAge(long nowNanos) {
    OptionalLong oldest = ledger.oldestNanos();
    return oldest.isPresent()
        ? OptionalLong.of(Math.max(0, nowNanos - oldest.getAsLong()))
        : oldest;
  }

  /** What may be made smaller of it. */
  SparseSegments sparse() {
    return new SparseSegments(this, ledger);
  }

  /** What becomes of segments that cannot be read. */
  ReadFailures failures() {
    return failures;
  }

  /** Hands out nothing more, and wakes the taker. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private static long bytesOf(Delivery delivery) {
    byte[] tenant = RecordHeader.tenantBytes(delivery.received().tenant());
    return RecordHeader.recordBytes(tenant.length, delivery.received().body().length);
  }
}
