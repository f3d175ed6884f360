package io.spoor.collector.journal;

import io.spoor.proto.model.ProcessTags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal thread's work: writes groups, begins and gives up segments, deletes them, notes the
 * progress. Journal thread only, but for {@link #unwritable}.
 *
 * <p>A segment whose write or sync has failed is never written to again, because what the disk did
 * with it is unknown. Its records that were acknowledged before were synced before, and stay.
 */
final class GroupWriter {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
  private static final int STAGING_BYTES = 1 << 20;
  // So that the first of a long queue does not wait for the last.
  private static final long GROUP_BYTES = 16 << 20;
  private static final long PROGRESS_BYTES = 8 << 20;
  private static final Duration PROGRESS_PERIOD = Duration.ofSeconds(1);
  private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

  /** While nothing can be written and nobody tries: the journal finds out by itself if it can. */
  private static final Duration PROBE_PERIOD = Duration.ofSeconds(5);

  private final JournalFiles files;
  private final long segmentBytes;
  private final ProcessTags tags;
  private final JournalMetrics metrics;
  private final Backlog backlog;
  private final Clocks clocks;
  private final AgeAlarm alarm;
  private final RandomGenerator random;
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
  private final List<Append> group = new ArrayList<>();
  private final Disposal disposal;
  private final Compactor compactor;
  private long nextNumber;
  private long nextSequence;
  private Optional<SegmentWriter> active = Optional.empty();
  private long lastProgress;
  private long lastLook;
  // When something was written last, or tried to.
  private long lastAttempt;
  private boolean tidyFailed;
  private volatile Optional<String> unwritable = Optional.empty();

  GroupWriter(
      JournalFiles files,
      JournalOptions options,
      ProcessTags tags,
      JournalMetrics metrics,
      Backlog backlog,
      Clocks clocks,
      RandomGenerator random,
      long nextNumber,
      long nextSequence) {
    this.files = files;
    this.segmentBytes = options.segmentBytes();
    this.disposal = new Disposal(files, options, metrics, backlog);
    this.tags = tags;
    this.metrics = metrics;
    this.backlog = backlog;
    this.clocks = clocks;
    this.alarm = new AgeAlarm(files.toString(), options.alarmAge());
    this.random = random;
    this.nextNumber = nextNumber;
    this.nextSequence = nextSequence;
    this.lastProgress = nanos();
    this.lastLook = lastProgress;
    this.lastAttempt = lastProgress;
    this.compactor = new Compactor(files, options, metrics, backlog.sparse(), clocks, staging);
  }

  private long nanos() {
    return clocks.nanoTime().getAsLong();
  }

  Optional<String> unwritable() {
    return unwritable;
  }

  /** Writes what waits, syncs, and answers, one segment's share at a time. */
  void write(AppendQueue queue) {
    lookAfterActive();
    group.clear();
    queue.drainTo(group, GROUP_BYTES);
    int from = 0;
    while (from < group.size()) {
      int to = writeShare(from);
      queue.done(group.subList(from, to).stream().mapToLong(Append::recordBytes).sum());
      from = to;
    }
    group.clear();
  }

  /**
   * Gives up a segment whose file somebody has deleted: what is written to it goes nowhere, and no
   * write says so.
   */
  private void lookAfterActive() {
    long now = nanos();
    if (active.isEmpty() || now - lastLook < LOOK_PERIOD.toNanos()) {
      return;
    }
    lastLook = now;
    SegmentWriter segment = active.get();
    String name = segment.segment().header().fileName();
    if (!files.isThere(name)) {
      giveUp(segment, new IOException("somebody has deleted " + name));
    }
  }

  /** Writes some of the group, from {@code from} on; returns where the next share begins. */
  private int writeShare(int from) {
    lastAttempt = nanos();
    SegmentWriter segment;
    try {
      segment = segmentFor(group.get(from));
    } catch (IOException | RuntimeException e) {
      answerFailed(group.subList(from, group.size()), e);
      return group.size();
    }
    int to = from;
    long before;
    try {
      do {
        segment.write(group.get(to++));
      } while (to < group.size() && fits(segment, group.get(to)));
      before = nanos();
      segment.force();
      metrics.fsync(nanos() - before);
    } catch (IOException | RuntimeException e) {
      giveUp(segment, e);
      answerFailed(group.subList(from, to), e);
      return to;
    }
    writable();
    List<Append> share = List.copyOf(group.subList(from, to));
    long bytes = segment.end() - segment.segment().end();
    backlog.publish(segment.segment(), share, before);
    metrics.appended(share.size(), bytes);
    Completions.complete(share, promise -> promise.complete());
    return to;
  }

  private void writable() {
    if (unwritable.isPresent()) {
      unwritable = Optional.empty();
      backlog.failures().writable(true);
      LOG.info("Journal {} can be written again", files);
    }
  }

  /**
   * Sees whether a segment can be begun and synced. Who looks at health sends nothing to a role
   * that is not well, and it must get well all the same.
   */
  private void probe() {
    if (unwritable.isEmpty() || nanos() - lastAttempt < PROBE_PERIOD.toNanos()) {
      return;
    }
    lastAttempt = nanos();
    try {
      SegmentWriter segment = active.isPresent() ? active.get() : newSegment();
      segment.force();
      writable();
    } catch (IOException e) {
      failed(e);
    }
  }

  private void answerFailed(List<Append> appends, Exception cause) {
    metrics.failed(appends.size());
    JournalFailedException failure =
        new JournalFailedException(
            "journal " + files + " cannot be written: " + reason(cause), cause);
    Completions.complete(List.copyOf(appends), promise -> promise.fail(failure));
  }

  /** Java tells of a file that is not there by its path alone. */
  private static String reason(Exception e) {
    return e instanceof NoSuchFileException ? "there is no " + e.getMessage() : e.getMessage();
  }

  private boolean fits(SegmentWriter segment, Append append) {
    return segment.end() + append.recordBytes() <= segmentBytes;
  }

  private SegmentWriter segmentFor(Append append) throws IOException {
    if (active.isPresent()) {
      SegmentWriter segment = active.get();
      // A record larger than a segment gets one for itself.
      if (fits(segment, append) || segment.end() == segment.segment().start()) {
        return segment;
      }
      retire(segment);
    }
    return newSegment();
  }

  /** Begins a segment. On failure, nothing can be written until one can be begun. */
  SegmentWriter newSegment() throws IOException {
    // A number is never used again: the file of a failed attempt may still be there.
    long number = nextNumber++;
    try {
      SegmentWriter segment = begin(number);
      backlog.add(segment.segment());
      active = Optional.of(segment);
      return segment;
    } catch (IOException e) {
      failed(e);
      throw e;
    }
  }

  /** Until something is written, one append a second is let through to find out. */
  private void failed(Exception e) {
    if (unwritable.isEmpty()) {
      LOG.error("Journal {} cannot be written: appends are refused until it can", files, e);
    }
    backlog.failures().writable(false);
    unwritable = Optional.of("journal " + files + " cannot be written: " + reason(e));
  }

  private SegmentWriter begin(long number) throws IOException {
    Optional<String> spare = disposal.spare();
    SegmentHeader header =
        new SegmentHeader(number, nextSequence, random.nextLong(), spare.isPresent(), tags);
    return spare.isPresent()
        ? SegmentWriter.recycle(files, spare.get(), header, staging, segmentBytes)
        : SegmentWriter.create(files, header, staging, segmentBytes);
  }

  private void giveUp(SegmentWriter segment, Exception cause) {
    LOG.error(
        "Journal {}: writing {} failed; it is closed at {}, and a new one begun",
        files,
        segment.segment().header().fileName(),
        segment.segment().end(),
        cause);
    metrics.segmentFailed();
    failed(cause);
    try {
      segment.truncate();
    } catch (IOException e) {
      // Recovery may find records that were refused: they are shown, which does no harm.
      cause.addSuppressed(e);
    }
    // The record under way may stand there with a number of its own.
    end(segment, segment.nextSequence() + 1, 0);
    try {
      newSegment();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Ends a segment that is whole. One that is needed still gets its footer. */
  private void retire(SegmentWriter segment) {
    long footerBytes = 0;
    if (!backlog.isWhollyReleased(segment.segment())) {
      try {
        footerBytes = segment.seal(backlog.footerOf(segment.segment()));
      } catch (IOException e) {
        LOG.warn(
            "Journal {}: {} has no footer, so that a start takes longer",
            files,
            segment.segment().header().fileName(),
            e);
      }
    }
    end(segment, segment.nextSequence(), footerBytes);
  }

  private void end(SegmentWriter segment, long next, long footerBytes) {
    nextSequence = next;
    active = Optional.empty();
    staging.clear();
    backlog.seal(segment.segment(), footerBytes);
    compactor.sealed();
    try {
      segment.close();
    } catch (IOException e) {
      LOG.warn("Journal {}: a segment could not be closed", files, e);
    }
  }

  /** How long the thread may wait before {@link #tidy} has something to do; 0 = for ever. */
  long millisUntilProgress() {
    if (compactor.isUnderWay()) {
      return 1;
    }
    boolean idle =
        unwritable.isEmpty()
            && backlog.parked() == 0
            && backlog.unrecordedBytes() == 0
            && (!alarm.isSet() || backlog.waiting() == 0);
    return idle ? 0 : PROGRESS_PERIOD.toMillis();
  }

  /** Deletes what is not needed any more, and notes the progress now and then. */
  void tidy() {
    alarm.check(backlog.oldestAge(nanos()), backlog.waiting());
    probe();
    try {
      if (active.isPresent()) {
        SegmentWriter segment = active.get();
        if (segment.end() >= segmentBytes / 2 && backlog.isWhollyReleased(segment.segment())) {
          retire(segment);
          newSegment();
        }
      }
      if (active.isPresent()) {
        // The last segment stays, because the next sequence is known from it.
        disposeOfSpent();
      }
      long unrecorded = backlog.unrecordedBytes();
      boolean due = nanos() - lastProgress >= PROGRESS_PERIOD.toNanos();
      if (unrecorded >= PROGRESS_BYTES || (unrecorded > 0 && due)) {
        noteProgress();
      }
      tidyFailed = false;
    } catch (IOException e) {
      if (!tidyFailed) {
        LOG.warn("Journal {} could not be tidied: it grows, or a restart replays more", files, e);
      }
      tidyFailed = true;
    }
    // Behind the progress: what it leaves out is never again asked for.
    compactor.step();
  }

  private void disposeOfSpent() throws IOException {
    try {
      disposal.of(backlog.spent());
    } catch (IOException e) {
      noteProgress();
      throw e;
    }
  }

  private void noteProgress() throws IOException {
    lastProgress = nanos();
    Progress.write(files, backlog.progress());
  }

  /** After the last {@link #write}: what was acknowledged is synced already. */
  void close() {
    compactor.close();
    try {
      noteProgress();
      if (active.isPresent()) {
        try (SegmentWriter last = active.get()) {
          last.truncate();
          if (!backlog.isWhollyReleased(last.segment())) {
            last.seal(backlog.footerOf(last.segment()));
          }
        }
      }
    } catch (IOException e) {
      LOG.warn("Journal {}: closing failed, a restart replays more", files, e);
    }
    active = Optional.empty();
  }
}
