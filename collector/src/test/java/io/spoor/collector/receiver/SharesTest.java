package io.spoor.collector.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.net.Sender;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who gets what a full journal frees, on a clock of the test's. */
final class SharesTest {
  private static final int MESSAGE = 1000;
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);

  private final Sender greedy = new Sender("greedy");
  private final Sender polite = new Sender("polite");
  private long now;
  private final Shares shares = new Shares(() -> now);

  /** A journal of ten messages, from which one goes every 50 ms. */
  private int waiting;

  private boolean send(Sender sender) {
    if (!shares.mayAsk(sender, MESSAGE)) {
      return false;
    }
    if (waiting == 10) {
      shares.full();
      return false;
    }
    waiting++;
    shares.admitted(sender, MESSAGE);
    return true;
  }

  @Test
  void aSenderThatObeysIsNotStarvedByOneThatDoesNot() {
    long seed = Long.getLong("spoor.test.seed", System.nanoTime());
    System.out.println("SharesTest: -Dspoor.test.seed=" + seed);
    Random random = new Random(seed);
    int taken = 0;
    int asked = 0;
    int greedyTaken = 0;
    long politeAt = TimeUnit.SECONDS.toNanos(10);
    for (; now < TimeUnit.SECONDS.toNanos(120); now += TICK) {
      if (now / TICK % 50 == 0 && waiting > 0) {
        waiting--;
      }
      // Sends again at once, ten times in each millisecond.
      for (int i = 0; i < 10; i++) {
        greedyTaken += send(greedy) ? 1 : 0;
      }
      if (now >= politeAt) {
        asked++;
        boolean isTaken = send(polite);
        taken += isTaken ? 1 : 0;
        // It has something to send every 200 ms, and comes back after a second when refused.
        politeAt = now + TICK * (isTaken ? 200 : 1000) + random.nextInt((int) TICK);
      }
    }
    // 20 messages a second leave the journal: 5 a second are the polite one's.
    assertTrue(taken > 110 * 5 * 0.8, taken + " of " + asked + " were taken");
    assertTrue(greedyTaken + taken > 120 * 20 * 0.9, greedyTaken + " and " + taken);
  }

  @Test
  void aLoneSenderGetsAllThereIs() {
    int taken = 0;
    for (; now < TimeUnit.SECONDS.toNanos(60); now += TICK) {
      if (now / TICK % 50 == 0 && waiting > 0) {
        waiting--;
      }
      taken += send(greedy) ? 1 : 0;
    }
    assertTrue(taken > 60 * 20 * 0.95, taken + " were taken");
  }

  @Test
  void nothingIsCountedWhileThereIsRoom() {
    for (int i = 0; i < 1000; i++) {
      assertTrue(shares.mayAsk(greedy, MESSAGE));
      shares.admitted(greedy, MESSAGE);
    }
    shares.full();
    assertTrue(shares.mayAsk(greedy, MESSAGE), "the first window is the journal's");
  }

  @Test
  void sharesAreOfWhatTheWindowBeforeHasHad() {
    shares.full();
    for (int i = 0; i < 10; i++) {
      assertTrue(send(i % 2 == 0 ? greedy : polite));
    }
    now += TimeUnit.SECONDS.toNanos(2);
    waiting = 0;
    int taken = 0;
    while (send(greedy)) {
      taken++;
    }
    assertEquals(5, taken);
    assertFalse(shares.mayAsk(greedy, MESSAGE));
    assertTrue(shares.mayAsk(polite, MESSAGE));
  }

  @Test
  void theTableOfSendersIsBounded() {
    shares.full();
    for (int i = 0; i < 20_000; i++) {
      Sender sender = new Sender("sender " + i);
      assertTrue(shares.mayAsk(sender, MESSAGE));
      shares.admitted(sender, MESSAGE);
    }
    assertTrue(shares.senders() <= 4097);
  }
}
