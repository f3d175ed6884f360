package io.spoor.collector.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out at start what the last process left: reads every segment once, front to back, through
 * one small window. Nothing is ever appended to a segment found here, so one that ends in garbage
 * does no harm to those that follow.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final String SET_ASIDE = ".bad";

  private final JournalFiles files;
  private final JournalMetrics metrics;
  private final List<Segment> segments = new ArrayList<>();
  private long nextNumber = 1;
  // Behind the last intact record: the next segment cannot start before.
  private long knownSequences = 1;
  private long nextSequence = 1;

  private Recovery(JournalFiles files, JournalMetrics metrics) {
    this.files = files;
    this.metrics = metrics;
  }

  /**
   * What was found.
   *
   * @param segments oldest first, sealed; some may have nothing left to deliver
   * @param nextNumber no segment ever had it
   * @param nextSequence no record delivered or acknowledged ever had it
   */
  record Found(List<Segment> segments, long nextNumber, long nextSequence) {}

  static Found run(JournalFiles files, JournalMetrics metrics) throws IOException {
    return new Recovery(files, metrics).run();
  }

  private Found run() throws IOException {
    Map<Long, BitSet> progress = Progress.read(files);
    List<Long> numbers = new ArrayList<>();
    for (String name : files.list()) {
      boolean setAside = name.endsWith(SET_ASIDE);
      String segmentName = setAside ? name.substring(0, name.length() - SET_ASIDE.length()) : name;
      SegmentHeader.numberOf(segmentName)
          .ifPresent(
              number -> {
                nextNumber = Math.max(nextNumber, number + 1);
                if (!setAside) {
                  numbers.add(number);
                }
              });
    }
    for (String name : files.list()) {
      if (SegmentHeader.isSpare(name)) {
        files.delete(name);
      }
    }
    numbers.sort(null);
    for (long number : numbers) {
      recover(number, progress);
    }
    long waiting = segments.stream().mapToLong(Segment::waiting).sum();
    metrics.replayed(waiting);
    if (waiting > 0) {
      LOG.info("Journal {}: {} records to deliver from before", files, waiting);
    }
    return new Found(List.copyOf(segments), nextNumber, nextSequence);
  }

  private void recover(long number, Map<Long, BitSet> progress) throws IOException {
    String name = SegmentHeader.fileName(number);
    JournalFile file = files.open(name);
    try (file) {
      var located = SegmentHeader.read(file, name);
      if (located.isPresent()
          && located.get().header().number() == number
          && located.get().header().firstSequence() >= knownSequences) {
        Segment segment = new Segment(located.get().header(), located.get().size());
        readRecords(file, segment);
        BitSet released = progress.get(segment.header().salt());
        if (released != null) {
          segment.restore(released);
        }
        segment.seal();
        segments.add(segment);
        return;
      }
    }
    giveUp(name);
  }

  private void readRecords(JournalFile file, Segment segment) throws IOException {
    long size = file.size();
    long next = segment.firstSequence();
    RecordReader reader = new RecordReader(file, segment.header(), segment.start(), next - 1);
    long lost = 0;
    while (reader.verifyNext(size)) {
      segment.extend(reader.sequence() + 1, reader.goodEnd());
      lost += segment.lose(next, reader.sequence());
      next = reader.sequence() + 1;
    }
    knownSequences = next;
    nextSequence = Math.max(nextSequence, next);
    if (lost > 0) {
      metrics.corrupt(lost);
      LOG.error("Journal {}/{}: {} records are damaged and lost", files, name(segment), lost);
    }
    long rest = size - segment.end();
    // Behind a recycled segment's own records stand another's, which are no trace of anything.
    long torn =
        segment.header().recycled() && !reader.beginsHere(size)
            ? 0
            : reader.lastTrace(size) - segment.end();
    // Records may have stood there, which were perhaps shown to someone: their numbers are gone.
    nextSequence = Math.max(nextSequence, next + rest / RecordHeader.FIXED + 1);
    if (torn > 0) {
      metrics.torn();
      LOG.warn(
          "Journal {}/{}: cut a torn tail of {} bytes at {}",
          files,
          name(segment),
          torn,
          segment.end());
    }
    if (rest > 0) {
      file.truncate(segment.end());
    }
  }

  /**
   * A file without a whole header. As long as a header at most: it was being made, and never held a
   * record. Longer: it is damaged and kept for whoever can still read it.
   */
  private void giveUp(String name) throws IOException {
    long size;
    try (JournalFile file = files.open(name)) {
      size = file.size();
    }
    if (size <= SegmentHeader.BLOCK) {
      files.delete(name);
      return;
    }
    metrics.corrupt(1);
    LOG.error(
        "Journal {}/{}: the segment's header is damaged, its records are lost; set aside as {}{}",
        files,
        name,
        name,
        SET_ASIDE);
    files.rename(name, name + SET_ASIDE);
  }

  private static String name(Segment segment) {
    return segment.header().fileName();
  }
}
