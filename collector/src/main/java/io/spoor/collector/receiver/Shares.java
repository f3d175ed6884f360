package io.spoor.collector.receiver;

import io.spoor.net.Sender;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Who gets what a full journal frees. While it refuses, a sender may have what is freed in a
 * window, less what is kept for the others: half as much again as each has had in the window
 * before, but no more than an equal share. So one that sends again at once leaves a place for those
 * who come back after the time they were told, and nothing is kept for those who do not want it.
 * Costs a clock reading a message while the journal has room. Any thread.
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
  // Whether the journal has refused in the present window.
  private final AtomicBoolean isTight = new AtomicBoolean();
  // Guarded by this.
  private Map<String, long[]> last = new LinkedHashMap<>();
  private Map<String, long[]> now = new LinkedHashMap<>();
  private long freed;
  private long kept;
  private long largest;
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
      // In the first window nothing is known: the journal decides alone.
      return freed == 0 || own == 0 || own + bytes <= bound(sender);
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
      largest = Math.max(largest, bytes);
    }
  }

  /** The journal had no place. */
  void full() {
    isTight.set(true);
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

  private long bound(Sender sender) {
    long share = freed / Math.max(1, Math.max(last.size(), now.size()));
    return Math.max(share, freed - (kept - keptFor(last.get(sender.address()), share)));
  }

  private long keptFor(long[] had, long share) {
    return had == null ? 0 : Math.min(share, had[0] + had[0] / 2 + largest);
  }

  private void turn(long time) {
    if (time - windowEnds < 0) {
      return;
    }
    boolean isNext = time - windowEnds < WINDOW_NANOS;
    last = isNext ? now : new LinkedHashMap<>();
    // Held off, senders take less than there is: a window without a refusal had room for more.
    long most = Math.max(nowTotal, freed);
    freed = !isNext ? 0 : isTight.getAndSet(false) ? most - (most - nowTotal) / 4 : most + most / 4;
    long share = freed / Math.max(1, last.size());
    kept = last.values().stream().mapToLong(had -> keptFor(had, share)).sum();
    now = new LinkedHashMap<>();
    nowTotal = 0;
    windowEnds = time + WINDOW_NANOS;
  }
}
