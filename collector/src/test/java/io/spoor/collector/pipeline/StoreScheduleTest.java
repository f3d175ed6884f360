package io.spoor.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Runs {@link StoreSchedule}s: {@code -Dspoor.schedules=10000} runs more of them. */
final class StoreScheduleTest {
  private static final int SCHEDULES = Integer.getInteger("spoor.schedules", 200);

  @Test
  void storesWhatWasAcknowledgedWhateverDiskAndStoreDo() throws InterruptedException {
    Long given = Long.getLong("spoor.seed");
    long first = given == null ? new Random().nextLong() : given;
    int schedules = given == null ? SCHEDULES : 1;
    long acknowledged = 0;
    for (long seed = first; seed != first + schedules; seed++) {
      try {
        acknowledged += new StoreSchedule(seed).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "schedule "
                + seed
                + " fails; to replay: mvn -pl collector -am test -Dtest=StoreScheduleTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dspoor.seed="
                + seed,
            e);
      }
    }
    System.out.printf("%d store schedules, %d records acknowledged%n", schedules, acknowledged);
    assertTrue(acknowledged > 0 || given != null, "the schedules must acknowledge something");
  }
}
