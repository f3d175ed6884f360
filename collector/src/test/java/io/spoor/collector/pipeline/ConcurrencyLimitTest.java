package io.spoor.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

final class ConcurrencyLimitTest {
  private static final long MILLI = 1_000_000;

  /** A store with one worker for each of {@code workers} writes; others wait their turn. */
  private static final class Simulation {
    private final ConcurrencyLimit limit;
    private final int bears;
    private final long serviceNanos;
    private final PriorityQueue<long[]> underWay =
        new PriorityQueue<>(Comparator.comparingLong(write -> write[1]));
    private long now;
    private long busyUntil;
    private long stored;
    private int most;

    Simulation(ConcurrencyLimit limit, int bears, long serviceNanos) {
      this.limit = limit;
      this.bears = bears;
      this.serviceNanos = serviceNanos;
    }

    /** Keeps as many under way as the limit allows. */
    void run(long nanos) {
      long end = now + nanos;
      most = 0;
      while (now < end) {
        while (underWay.size() < limit.limit()) {
          busyUntil = Math.max(busyUntil, now) + serviceNanos;
          boolean refused = underWay.size() >= bears;
          busyUntil -= refused ? serviceNanos : 0;
          underWay.add(new long[] {now, refused ? now + MILLI : busyUntil, refused ? 1 : 0});
        }
        most = Math.max(most, limit.limit());
        int together = underWay.size();
        long[] answered = underWay.remove();
        now = Math.max(now, answered[1]);
        if (answered[2] == 1) {
          limit.failed(answered[0], now);
        } else {
          stored++;
          limit.succeeded(answered[0], now, together);
        }
      }
    }
  }

  @Test
  void settlesAroundWhatTheStoreBears() {
    ConcurrencyLimit limit = new ConcurrencyLimit(64, false);
    Simulation store = new Simulation(limit, 10, 5 * MILLI);
    store.run(10_000 * MILLI);
    store.stored = 0;
    store.run(10_000 * MILLI);
    assertTrue(store.most <= 12, "limit went to " + store.most);
    assertTrue(store.stored > 1_900, store.stored + " of 2,000 that it bears");
  }

  @Test
  void goesBackToAllOfItOnceTheStoreBearsIt() {
    ConcurrencyLimit limit = new ConcurrencyLimit(64, false);
    for (int i = 0; i < 20; i++) {
      limit.failed(i * 1000L, i * 1000L + 1);
    }
    assertEquals(1, limit.limit());
    new Simulation(limit, 64, MILLI).run(5_000 * MILLI);
    assertEquals(64, limit.limit());
  }

  @Test
  void writesThatWereUnderWayTogetherCutItOnce() {
    ConcurrencyLimit limit = new ConcurrencyLimit(64, false);
    for (int i = 0; i < 64; i++) {
      limit.failed(100, 200 + i);
    }
    assertEquals(32, limit.limit());
    limit.failed(201, 300);
    assertEquals(16, limit.limit());
  }

  @Test
  void doesNotPileUpWritesThatTheStoreOnlyQueues() {
    ConcurrencyLimit limit = new ConcurrencyLimit(64, true);
    limit.failed(0, 1);
    limit.failed(2, 3);
    Simulation store = new Simulation(limit, 1000, 5 * MILLI);
    store.run(60_000 * MILLI);
    store.stored = 0;
    store.run(60_000 * MILLI);
    assertTrue(store.most < 50, "limit went to " + store.most);
    assertTrue(store.stored > 11_800, store.stored + " of 12,000 that it bears");
  }

  @Test
  void latencyMeansNothingWhereWritesWaitForACommonCommit() {
    ConcurrencyLimit limit = new ConcurrencyLimit(64, false);
    limit.succeeded(0, MILLI, 64);
    for (int i = 1; i < 100; i++) {
      limit.succeeded(i * MILLI, (i + 1000) * MILLI, 64);
    }
    assertEquals(64, limit.limit());
  }
}
