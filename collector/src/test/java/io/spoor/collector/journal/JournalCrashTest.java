package io.spoor.collector.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Runs {@link CrashSchedule}s: {@code -Dspoor.schedules=10000} runs more of them. */
final class JournalCrashTest {
  private static final int SCHEDULES = Integer.getInteger("spoor.schedules", 400);

  @Test
  void keepsWhatWasAcknowledgedWhereverPowerFails() throws InterruptedException {
    Long given = Long.getLong("spoor.seed");
    long first = given == null ? new Random().nextLong() : given;
    int schedules = given == null ? SCHEDULES : 1;
    long acknowledged = 0;
    double reclaimed = 0;
    for (long seed = first; seed != first + schedules; seed++) {
      try {
        CrashSchedule schedule = new CrashSchedule(seed);
        acknowledged += schedule.run();
        reclaimed += schedule.reclaimed();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "schedule "
                + seed
                + " fails; to replay: mvn -pl collector -am test -Dtest=JournalCrashTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dspoor.seed="
                + seed,
            e);
      }
    }
    System.out.printf(
        "%d crash schedules, %d records acknowledged, %.0f bytes reclaimed%n",
        schedules, acknowledged, reclaimed);
    assertTrue(reclaimed > 0 || given != null, "segments must be made smaller in some of them");
    assertTrue(acknowledged > 0 || given != null, "the schedules must acknowledge something");
  }
}
