package io.spoor.collector.receiver;

import io.spoor.net.Sender;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Who gets what a full journal frees. While it refuses, a sender may have no more of a window than
 * all that was admitted in the window before, divided by those who asked: one that sends again at
 * once is held off by its share, and what it leaves is there when the others come back after the
 * time they were told. Costs a clock reading a message while the journal has room. Any thread.
 */
final class Shares {
  /** Twice what a refused sender is told to wait: within it, each comes back. */
  private static final long WINDOW_NANOS =
      2 * Duration.ofSeconds(RefusedException.RETRY_AFTER_SECONDS).toNanos();

  /** Senders beyond that count as one. */
  private static final int MAX_SENDERS = 4096;

  private static final String OTHERS = "others";

  private final LongSupplier nanos;
  private final AtomicLong fullUntil;
  // Guarded by this.
  private Map<String, long[]> last = new LinkedHashMap<>();
  private Map<String, long[]> now = new LinkedHashMap<>();
  private long lastTotal;
  private long nowTotal;
  private long windowEnds;

  Shares(LongSupplier nanos) {
    this.nanos = nanos;
    this.fullUntil = new AtomicLong(nanos.getAsLong());
  }

  /**
   * Whether a message may ask for a place.
   *
   * @param bytes of the message
   */
  boolean mayAsk(Sender sender, int bytes) {
    long time = nanos.getAsLong();
    if (time - fullUntil.get() >= 0) {
      return true;
    }
    synchronized (this) {
      turn(time);
      long own = entry(sender)[0];
      int askers = Math.max(1, Math.max(last.size(), now.size()));
      // In the first window nothing is known: the journal decides alone.
      return lastTotal == 0 || own == 0 || own + bytes <= lastTotal / askers;
    }
  }

  /** A message has got a place. */
  void admitted(Sender sender, int bytes) {
    long time = nanos.getAsLong();
    if (time - fullUntil.get() >= 0) {
      return;
    }
    synchronized (this) {
      turn(time);
      entry(sender)[0] += bytes;
      nowTotal += bytes;
    }
  }

  /** The journal had no place. */
  void full() {
    fullUntil.set(nanos.getAsLong() + 2 * WINDOW_NANOS);
  }

  /** Senders of the present window. */
  synchronized int senders() {
    return now.size();
  }

  private long[] entry(Sender sender) {
    String key =
        now.size() < MAX_SENDERS || now.containsKey(sender.address()) ? sender.address() : OTHERS;
    return now.computeIfAbsent(key, unused -> new long[1]);
  }

  private void turn(long time) {
    if (time - windowEnds < 0) {
      return;
    }
    boolean isNext = time - windowEnds < WINDOW_NANOS;
    last = isNext ? now : new LinkedHashMap<>();
    lastTotal = isNext ? nowTotal : 0;
    now = new LinkedHashMap<>();
    nowTotal = 0;
    windowEnds = time + WINDOW_NANOS;
  }
}
