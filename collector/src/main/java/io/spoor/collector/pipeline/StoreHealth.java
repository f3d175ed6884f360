package io.spoor.collector.pipeline;

import io.spoor.storage.Tenant;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What failed writes say about the store: whether it is away altogether, or takes the spans of some
 * and not of others. Pipeline thread only.
 */
final class StoreHealth {
  // So many failures in a row are no chance.
  private static final int BLOCKED = 3;

  private final Duration firstRetry;
  private final Duration maxRetry;
  private final RandomGenerator random;
  private final Map<Tenant, Failing> failing = new HashMap<>();
  private int failuresInARow;
  private long probeAtNanos;
  private boolean everSucceeded;
  private long lastSuccessNanos;

  /** A tenant whose last writes have all failed. */
  private static final class Failing {
    private final long sinceNanos;
    private int inARow;
    private long probeAtNanos;

    Failing(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  StoreHealth(Duration firstRetry, Duration maxRetry, RandomGenerator random) {
    this.firstRetry = firstRetry;
    this.maxRetry = maxRetry;
    this.random = random;
  }

  /**
   * Spans of that tenant were stored.
   *
   * @return whether none had been for a while: its parked records can be tried
   */
  boolean succeeded(Tenant tenant, long nowNanos) {
    failuresInARow = 0;
    everSucceeded = true;
    lastSuccessNanos = nowNanos;
    Failing before = failing.isEmpty() ? null : failing.remove(tenant);
    return before != null && before.inARow >= BLOCKED;
  }

  /** A write failed as a whole, and may succeed later. */
  void failed(Tenant tenant, long nowNanos) {
    failuresInARow = Math.min(failuresInARow + 1, 1000);
    probeAtNanos = nowNanos + backoff(failuresInARow);
    Failing state = failing.computeIfAbsent(tenant, absent -> new Failing(nowNanos));
    state.inARow = Math.min(state.inARow + 1, 1000);
    state.probeAtNanos = nowNanos + backoff(state.inARow);
  }

  /**
   * Whether nothing was stored since the last failures: then what is new waits for {@link
   * #mayProbe}.
   */
  boolean isAway() {
    return failuresInARow > 0;
  }

  /** Whether it is time for something new to find out. */
  boolean mayProbe(long nowNanos) {
    return !isAway() || nowNanos - probeAtNanos >= 0;
  }

  long probeAtNanos() {
    return probeAtNanos;
  }

  /** Whether something was stored since then, so that what failed then failed by itself. */
  boolean hasSucceededSince(long nanos) {
    return everSucceeded && lastSuccessNanos - nanos > 0;
  }

  /**
   * Whether that tenant's spans alone are not stored, so that they need not be tried: those of
   * others are. Once in a while the answer is no, so that somebody finds out.
   */
  boolean isBlocked(Tenant tenant, long nowNanos) {
    if (failing.isEmpty()) {
      return false;
    }
    Failing state = failing.get(tenant);
    if (state == null || state.inARow < BLOCKED || !hasSucceededSince(state.sinceNanos)) {
      return false;
    }
    if (nowNanos - state.probeAtNanos < 0) {
      return true;
    }
    state.probeAtNanos = nowNanos + backoff(state.inARow);
    return false;
  }

  /** Whether the last writes of that tenant have failed while those of others did not. */
  boolean failsAlone(Tenant tenant) {
    Failing state = failing.get(tenant);
    return state != null && hasSucceededSince(state.sinceNanos);
  }

  /** Doubles with each attempt; half of it is chance, so that collectors do not come in step. */
  long backoff(int attempts) {
    long first = firstRetry.toNanos();
    long doubled = attempts > 30 ? Long.MAX_VALUE : first << (attempts - 1);
    long delay = Math.min(doubled < first ? Long.MAX_VALUE : doubled, maxRetry.toNanos());
    return delay / 2 + (long) (random.nextDouble() * (delay / 2 + 1));
  }
}
