package io.spoor.storage.elasticsearch.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for another process, which can only be asked again and again. */
public final class Await {
  /** May fail with an IOException as long as the other side is not there. */
  public interface Condition {
    boolean holds() throws IOException;
  }

  private static final long PAUSE_MILLIS = 50;

  private Await() {}

  public static void until(Duration atMost, Supplier<String> complaint, Condition condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    IOException last = null;
    do {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException e) {
        last = e;
      }
      pause();
    } while (System.nanoTime() < deadline);
    throw new AssertionError(complaint.get() + " (waited " + atMost + ")", last);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
