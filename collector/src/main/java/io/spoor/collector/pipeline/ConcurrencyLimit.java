package io.spoor.collector.pipeline;

import java.util.Arrays;

/**
 * How many writes the store bears at once: found out rather than configured. It rises while writes
 * succeed and the limit is what holds others back, first fast and then by one for each round of
 * writes; it is halved when a write fails in passing, once for all writes that were under way
 * together, and shrinks a little when writes take much longer than the best of the last minute did.
 * Pipeline thread only.
 */
final class ConcurrencyLimit {
  private static final double FAILED = 0.5;
  private static final double SLOW = 0.9;
  // A store that groups writes answers a few later than one alone: that is no congestion.
  private static final double TOLERANCE = 3;
  private static final int FLOOR_OF_SLOW = 8;
  private static final double SMOOTHING = 0.1;
  private static final int WINDOWS = 6;
  private static final long WINDOW_NANOS = 10_000_000_000L;

  private final int max;
  private final boolean byLatency;
  private double limit;
  // Below it a success doubles, above it it adds.
  private double threshold;
  private long lastCutNanos;
  private boolean cutOnce;
  private double latency;
  // The best smoothed latency of each of the last windows, the present one included.
  private final double[] best = new double[WINDOWS];
  private int window;
  private long windowEndNanos;
  private boolean measuring;

  /**
   * @param byLatency whether a write's time tells of the store's load; not so where writes wait for
   *     a common commit
   */
  ConcurrencyLimit(int max, boolean byLatency) {
    this.max = max;
    this.byLatency = byLatency;
    this.limit = byLatency ? Math.min(FLOOR_OF_SLOW, max) : max;
    this.threshold = max;
  }

  int limit() {
    return Math.max(1, (int) limit);
  }

  /**
   * A write was stored.
   *
   * @param underWay all that were, it included
   */
  void succeeded(long startedNanos, long nowNanos, int underWay) {
    if (measure(Math.max(1, nowNanos - startedNanos), nowNanos) && byLatency) {
      // Once a minute, to see again how long a write takes that does not wait for others.
      double before = limit;
      cut(Math.max(Math.min(FLOOR_OF_SLOW, max), limit * FAILED), nowNanos);
      threshold = before;
    }
    if (byLatency && latency > TOLERANCE * baseline() && limit > Math.min(FLOOR_OF_SLOW, max)) {
      if (isNews(startedNanos)) {
        cut(Math.max(Math.min(FLOOR_OF_SLOW, max), limit * SLOW), nowNanos);
      }
      return;
    }
    if (underWay >= limit() / 2) {
      limit = Math.min(max, limit + (limit < threshold ? 1 : 1 / limit));
    }
  }

  /** A write failed, and may succeed later. */
  void failed(long startedNanos, long nowNanos) {
    if (isNews(startedNanos)) {
      cut(Math.max(1, limit * FAILED), nowNanos);
    }
  }

  /** What was started before the last cut says again what that cut has answered. */
  private boolean isNews(long startedNanos) {
    return !cutOnce || startedNanos - lastCutNanos >= 0;
  }

  private void cut(double to, long nowNanos) {
    limit = to;
    threshold = Math.max(2, to);
    lastCutNanos = nowNanos;
    cutOnce = true;
  }

  /** Returns whether the last window of the minute has begun. */
  private boolean measure(long nanos, long nowNanos) {
    if (!measuring) {
      Arrays.fill(best, (double) nanos);
      latency = nanos;
      windowEndNanos = nowNanos + WINDOW_NANOS;
      measuring = true;
    }
    latency += (nanos - latency) * SMOOTHING;
    boolean rolls = nowNanos - windowEndNanos >= 0;
    if (rolls) {
      window = (window + 1) % WINDOWS;
      best[window] = latency;
      windowEndNanos = nowNanos + WINDOW_NANOS;
    }
    best[window] = Math.min(best[window], latency);
    return rolls && window == 0;
  }

  private double baseline() {
    double least = best[0];
    for (double some : best) {
      least = Math.min(least, some);
    }
    return least;
  }
}
