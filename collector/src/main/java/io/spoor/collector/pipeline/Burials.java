package io.spoor.collector.pipeline;

import io.spoor.collector.journal.Delivery;
import io.spoor.collector.journal.Journal;
import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets records aside that can never be stored, again and again until it works. Pipeline thread
 * only.
 */
final class Burials {
  private static final Logger LOG = LoggerFactory.getLogger(Burials.class);

  private final Journal journal;
  private final DeadLetters deadLetters;
  private final PipelineMetrics metrics;
  private final StoreHealth health;
  private final LongSupplier nanoTime;
  private final PriorityQueue<Burial> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Burial::atNanos));
  private boolean fails;

  private record Burial(Delivery delivery, String reason, int attempts, long atNanos) {}

  /**
   * @param health for the time between attempts
   */
  Burials(
      Journal journal,
      DeadLetters deadLetters,
      PipelineMetrics metrics,
      StoreHealth health,
      LongSupplier nanoTime) {
    this.journal = journal;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.health = health;
    this.nanoTime = nanoTime;
  }

  /** Those that still wait: each takes a place, so that a flood of them stops the pipeline. */
  int waiting() {
    return waiting.size();
  }

  void bury(Delivery delivery, String reason) {
    LOG.error(
        "Record {} of {} spans, {} bytes of {}, is set aside: {}",
        delivery.sequence(),
        delivery.received().spans(),
        delivery.received().body().length,
        delivery.received().format(),
        reason);
    bury(delivery, reason, 0);
  }

  /** Tries again what has waited long enough. */
  void retryDue(long nowNanos) {
    while (!waiting.isEmpty() && waiting.peek().atNanos() - nowNanos <= 0) {
      Burial burial = waiting.poll();
      bury(burial.delivery(), burial.reason(), burial.attempts());
    }
  }

  /** Nanoseconds until one is to be tried again; {@code Long.MAX_VALUE} if none waits. */
  long untilDue(long nowNanos) {
    return waiting.isEmpty() ? Long.MAX_VALUE : Math.max(0, waiting.peek().atNanos() - nowNanos);
  }

  private void bury(Delivery delivery, String reason, int attempts) {
    try {
      deadLetters.bury(delivery, reason);
      metrics.buried(delivery);
      journal.release(delivery);
      fails = false;
    } catch (IOException e) {
      if (!fails) {
        LOG.error("Dead letters cannot be kept; it is tried again until they can", e);
      }
      fails = true;
      long at = nanoTime.getAsLong() + health.backoff(attempts + 1);
      waiting.add(new Burial(delivery, reason, attempts + 1, at));
    }
  }
}
