package io.spoor.collector.journal;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of a journal. The wall clock jumps and is asked once, at start, for the age of
 * what a former process left; all else goes by the other one.
 *
 * @param nanoTime as {@link System#nanoTime}
 */
record Clocks(LongSupplier nanoTime, InstantSource wall) {
  private static final long NANOS_A_MILLI = 1_000_000;
  // Far more than any record has waited, and far from overflowing.
  private static final long MAX_AGE_MILLIS = 20L * 365 * 24 * 3600 * 1000;

  static final Clocks SYSTEM = new Clocks(System::nanoTime, InstantSource.system());

  /** Both clocks at one moment. */
  record Start(long nanos, long millis) {
    /** What the one shows, or would have shown, when the other shows {@code receivedAtMillis}. */
    long nanosOf(long receivedAtMillis) {
      boolean future = receivedAtMillis >= millis;
      boolean ancient = !future && receivedAtMillis < millis - MAX_AGE_MILLIS;
      long age = future ? 0 : ancient ? MAX_AGE_MILLIS : millis - receivedAtMillis;
      return nanos - age * NANOS_A_MILLI;
    }
  }

  Start now() {
    return new Start(nanoTime.getAsLong(), wall.millis());
  }
}
