package io.spoor.collector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the room of stored records that share a segment with parked ones: such a segment's
 * file is made anew with those records alone, under their numbers, synced, and put in the old one's
 * place by one renaming. So at any moment the name stands for a file that has every record that is
 * needed. When the journal is nearly full, whatever is at most half needed; else what is hardly
 * needed and old. Journal thread only, a bounded piece at a time, between the groups.
 */
final class Compactor {
  private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
  // Read, and so at most written and synced, before the next group gets its turn; more when room is
  // short.
  private static final long STEP_BYTES = 1 << 20;
  private static final long PRESSED_STEP_BYTES = 4 << 20;
  private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);
  // Less is not worth a file's syncs.
  private static final long MIN_BYTES = 64 << 10;

  private final JournalFiles files;
  private final JournalMetrics metrics;
  private final SparseSegments segments;
  private final Clocks clocks;
  private final ByteBuffer staging;
  private final long minBytes;
  private final long pressureBytes;
  private Optional<Compaction> underWay = Optional.empty();
  private long nextLook;
  private boolean pausing;
  private boolean failureLogged;

  /**
   * @param staging direct; empty between calls, and the caller's then
   */
  Compactor(
      JournalFiles files,
      JournalOptions options,
      JournalMetrics metrics,
      SparseSegments segments,
      Clocks clocks,
      ByteBuffer staging) {
    this.files = files;
    this.metrics = metrics;
    this.segments = segments;
    this.clocks = clocks;
    this.staging = staging;
    this.minBytes = Math.min(MIN_BYTES, options.segmentBytes() / 2);
    this.pressureBytes = options.maxBytes() / 4 * 3;
    this.nextLook = nanos();
  }

  private long nanos() {
    return clocks.nanoTime().getAsLong();
  }

  /** Whether the next {@link #step} has something to do at once. */
  boolean isUnderWay() {
    return underWay.isPresent();
  }

  /** A segment was sealed: there may be something to do. */
  void sealed() {
    if (!pausing) {
      nextLook = nanos();
    }
  }

  /** Does the next piece of work, if there is any. */
  void step() {
    if (underWay.isEmpty()) {
      if (nanos() - nextLook < 0) {
        return;
      }
      nextLook = nanos() + LOOK_PERIOD.toNanos();
      pausing = false;
      underWay = segments.sparsest(pressureBytes, minBytes, nanos()).map(this::begin);
    }
    underWay.ifPresent(this::goOn);
  }

  private Compaction begin(Segment segment) {
    return new Compaction(files, segments, segment, staging);
  }

  private void goOn(Compaction compaction) {
    try {
      Compaction.State state =
          compaction.step(segments.isPressed(pressureBytes) ? PRESSED_STEP_BYTES : STEP_BYTES);
      if (state == Compaction.State.UNDER_WAY) {
        return;
      }
      if (state == Compaction.State.DONE) {
        metrics.reclaimed(compaction.reclaimed());
        // There may be more of the kind.
        nextLook = nanos();
        failureLogged = false;
      }
    } catch (IOException | RuntimeException e) {
      nextLook = nanos() + PAUSE_AFTER_FAILURE.toNanos();
      pausing = true;
      if (!failureLogged) {
        failureLogged = true;
        LOG.warn(
            "Journal {}: room of stored records in {} could not be given back; it is left as it is",
            files,
            compaction.segment().header().fileName(),
            e);
      }
    }
    end(compaction);
  }

  private void end(Compaction compaction) {
    underWay = Optional.empty();
    staging.clear();
    compaction.close();
  }

  /** Leaves a segment that is not done as it was. */
  void close() {
    underWay.ifPresent(this::end);
  }
}
