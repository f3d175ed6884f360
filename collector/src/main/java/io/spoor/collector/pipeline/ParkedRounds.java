package io.spoor.collector.pipeline;

import io.spoor.collector.journal.Delivery;
import io.spoor.collector.journal.Journal;
import java.time.Duration;
import java.util.Optional;

/**
 * Tries parked records again, a few at a time: as soon as one of them is stored, twice as many
 * follow at once; when none is, the next few wait, longer each time. Records come round and round,
 * so that those which stay blocked for ever delay others but do not keep them out. Pipeline thread
 * only.
 */
final class ParkedRounds {
  private static final int FIRST = 32;
  private static final int MOST = 4096;

  private final Journal journal;
  private final long firstDelay;
  private final long maxDelay;
  private int size = FIRST;
  private long delay;
  private long dueNanos;
  private boolean due;
  // Of the round under way.
  private boolean open;
  private int left;
  private int unsettled;
  private boolean stored;

  /**
   * @param firstRetry of a write: a round is several, and waits for longer
   */
  ParkedRounds(Journal journal, Duration firstRetry, Duration maxRetry) {
    this.journal = journal;
    this.firstDelay = firstRetry.toNanos() * 10;
    this.maxDelay = Math.max(firstDelay, maxRetry.toNanos() * 2);
    this.delay = firstDelay;
  }

  /** Some record was parked, or stays so: see that a round comes. */
  void parked(long nowNanos) {
    if (!due && !open) {
      due = true;
      dueNanos = nowNanos + delay;
    }
  }

  /** There is reason to think that some can be stored now. */
  void hurry(long nowNanos) {
    delay = firstDelay;
    if (!open && journal.levels().parked() > 0) {
      due = true;
      dueNanos = nowNanos;
    }
  }

  /** The next record to try, if it is time. */
  Optional<Delivery> next(long nowNanos) {
    if (!open && due && nowNanos - dueNanos >= 0) {
      due = false;
      open = true;
      stored = false;
      left = size;
    }
    if (!open || left == 0) {
      return Optional.empty();
    }
    Optional<Delivery> delivery = journal.takeParked();
    left = delivery.isPresent() ? left - 1 : 0;
    unsettled += delivery.isPresent() ? 1 : 0;
    if (delivery.isEmpty()) {
      endIfSettled(nowNanos);
    }
    return delivery;
  }

  /** Whether the round has no more to give: what was taken is to be written as it is. */
  boolean isGathered() {
    return left == 0;
  }

  /** Nanoseconds until a round is due; {@code Long.MAX_VALUE} if none is. */
  long untilDue(long nowNanos) {
    return due ? Math.max(0, dueNanos - nowNanos) : Long.MAX_VALUE;
  }

  /** So many records of a round are stored, set aside for good, or parked again. */
  void settled(int records, boolean any, long nowNanos) {
    unsettled -= records;
    stored |= any;
    endIfSettled(nowNanos);
  }

  private void endIfSettled(long nowNanos) {
    if (!open || left > 0 || unsettled > 0) {
      return;
    }
    open = false;
    if (stored) {
      delay = firstDelay;
      size = Math.min(size * 2, MOST);
    } else {
      delay = Math.min(delay * 2, maxDelay);
      size = FIRST;
    }
    if (journal.levels().parked() > 0) {
      due = true;
      dueNanos = nowNanos + (stored ? 0 : delay);
    }
  }
}
