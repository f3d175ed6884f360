package io.spoor.collector.journal;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.proto.model.ProcessTags;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;

/**
 * A journal on a disk that loses power, refuses and runs full, in lives, without a thread of its
 * own: for tests of those who use journals.
 */
public final class FaultyJournal {
  private final Random random;
  private final FaultyFiles files;
  private long nanos;
  private long millis;

  public FaultyJournal(Random random) {
    this.random = random;
    this.files = new FaultyFiles(random);
  }

  /** Whether that is the end of a life. */
  public static boolean isPowerFailure(Throwable thrown) {
    return thrown instanceof FaultyFiles.PowerFailure;
  }

  /** Makes the next life a hard one. */
  public void trouble() {
    files.failPowerAfter(random.nextInt(random.nextBoolean() ? 60 : 2000));
    boolean faulty = random.nextInt(3) == 0;
    files.failSome(faulty ? 0.03 : 0, faulty ? 0.05 : 0);
    if (random.nextInt(4) == 0) {
      files.limitBytes(files.bytes() + random.nextInt(100_000));
    }
  }

  /** The power comes back, and the disk is well. */
  public void restart() {
    files.restart();
  }

  /** Time goes by; the wall clock does as it likes. */
  public void pass(long passed) {
    nanos += passed;
    millis = random.nextInt(20) == 0 ? random.nextLong() : millis + passed / 1_000_000;
  }

  public SegmentedJournal open(JournalOptions options, MeterRegistry registry) throws IOException {
    Clocks clocks = new Clocks(() -> nanos, () -> Instant.ofEpochMilli(millis));
    return SegmentedJournal.open(files, options, ProcessTags.NONE, registry, clocks, random);
  }

  /** Does what the journal's thread does. */
  public static void step(SegmentedJournal journal) {
    journal.step();
  }
}
