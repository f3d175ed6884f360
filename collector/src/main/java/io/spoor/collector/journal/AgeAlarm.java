package io.spoor.collector.journal;

import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once when the oldest record has waited too long, and once when none does any more. Nothing
 * is deleted because of its age. Journal thread only.
 */
final class AgeAlarm {
  private static final Logger LOG = LoggerFactory.getLogger(AgeAlarm.class);

  private final String journal;
  private final Duration limit;
  private boolean raised;

  /**
   * @param limit zero = never
   */
  AgeAlarm(String journal, Duration limit) {
    this.journal = journal;
    this.limit = limit;
  }

  boolean isSet() {
    return !limit.isZero();
  }

  /**
   * @param ageNanos of the oldest record; empty if there is none
   */
  void check(OptionalLong ageNanos, long records) {
    boolean old = isSet() && ageNanos.isPresent() && ageNanos.getAsLong() > limit.toNanos();
    if (old && !raised) {
      LOG.error(
          "Journal {}: the oldest of {} records has waited for {} s, longer than {} s: see whether the store takes"
              + " spans. Nothing is deleted.",
          journal,
          records,
          ageNanos.getAsLong() / 1_000_000_000,
          limit.toSeconds());
    } else if (!old && raised) {
      LOG.info("Journal {}: no record has waited for longer than {} s", journal, limit.toSeconds());
    }
    raised = old;
  }
}
