package io.spoor.collector.journal;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Appends on their way to the journal thread, bounded by their bytes. Those the thread has drained
 * still count until it says {@link #done}.
 */
final class AppendQueue {
  private final long maxBytes;
  private final ArrayDeque<Append> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean woken;
  private boolean closed;

  AppendQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What became of an offer. */
  enum Answer {
    TAKEN,
    QUEUE_FULL,
    DISK_FULL,
    CLOSED
  }

  /**
   * Takes the append if it fits. One alone is always taken, however large: else it would be refused
   * for ever.
   *
   * @param diskRoom bytes that may still be written
   */
  synchronized Answer offer(Append append, long diskRoom) {
    if (closed) {
      return Answer.CLOSED;
    }
    if (bytes + append.recordBytes() > diskRoom) {
      return Answer.DISK_FULL;
    }
    if (bytes > 0 && bytes + append.recordBytes() > maxBytes) {
      return Answer.QUEUE_FULL;
    }
    bytes += append.recordBytes();
    waiting.add(append);
    if (waiting.size() == 1) {
      notifyAll();
    }
    return Answer.TAKEN;
  }

  /** Bytes of all appends under way. */
  synchronized long bytes() {
    return bytes;
  }

  /** Moves what is waiting to {@code group}, oldest first, and stops above {@code groupBytes}. */
  synchronized void drainTo(List<Append> group, long groupBytes) {
    long sum = 0;
    while (!waiting.isEmpty() && sum < groupBytes) {
      Append append = waiting.poll();
      sum += append.recordBytes();
      group.add(append);
    }
  }

  /** The callers of that many bytes have their answer. */
  synchronized void done(long answered) {
    bytes -= answered;
  }

  /** Makes {@link #await} return although nothing may be waiting. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /** Refuses from now on. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /**
   * Waits until something is there to do, as long as {@code millis}, or for ever if that is 0.
   *
   * @return false when closed and empty
   */
  synchronized boolean await(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (waiting.isEmpty() && !woken && !closed) {
      long left = millis == 0 ? Long.MAX_VALUE : deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    woken = false;
    return !closed || !waiting.isEmpty();
  }
}
