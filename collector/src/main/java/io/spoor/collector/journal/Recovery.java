package io.spoor.collector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out at start what the last process left. Of a segment with a footer, header and footer are
 * read and nothing else: its records are checked when they are delivered. Others are read once,
 * front to back, through one small window, and get a footer, so that it is done once. No record is
 * ever appended to a segment found here, so one that ends in garbage does no harm to those that
 * follow.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final JournalFiles files;
  private final JournalMetrics metrics;
  private final Clocks.Start now;
  private final List<Segment> segments = new ArrayList<>();
  private long nextNumber = 1;
  // Behind the last intact record: the next segment cannot start before.
  private long knownSequences = 1;
  private long nextSequence = 1;

  private Recovery(JournalFiles files, JournalMetrics metrics, Clocks.Start now) {
    this.files = files;
    this.metrics = metrics;
    this.now = now;
  }

  /**
   * What was found.
   *
   * @param segments oldest first, sealed; some may have nothing left to deliver
   * @param nextNumber no segment ever had it
   * @param nextSequence no record delivered or acknowledged ever had it
   */
  record Found(List<Segment> segments, long nextNumber, long nextSequence) {}

  /**
   * @throws NewerVersionException if a newer Spoor has written what this one does not know
   * @throws IOException if the directory cannot be used
   */
  static Found run(JournalFiles files, JournalMetrics metrics, Clocks.Start now)
      throws IOException {
    return new Recovery(files, metrics, now).run();
  }

  private Found run() throws IOException {
    Optional<Map<Long, BitSet>> progress = Progress.read(files);
    if (progress.isEmpty()) {
      metrics.damagedProgress();
      LOG.warn(
          "Journal {}/{} is damaged, as after a crash: records may be written to the store again, which shows"
              + " them once",
          files,
          Progress.FILE);
    }
    NavigableSet<Long> numbers = new SegmentNames(files).arrange();
    Set<String> names = Set.copyOf(files.list());
    for (long number : numbers) {
      nextNumber = number + 1;
      if (names.contains(SegmentHeader.fileName(number))) {
        recover(number, progress.orElse(Map.of()));
      }
    }
    long waiting = segments.stream().mapToLong(Segment::waiting).sum();
    metrics.replayed(waiting);
    return new Found(List.copyOf(segments), nextNumber, nextSequence);
  }

  private void recover(long number, Map<Long, BitSet> progress) throws IOException {
    String name = SegmentHeader.fileName(number);
    Optional<String> why;
    try (JournalFile file = files.open(name)) {
      why = recover(number, file, new UnreadablePlaces(), progress);
    } catch (NewerVersionException e) {
      throw e;
    } catch (IOException e) {
      why = recoverOverGaps(number, progress);
    }
    if (why.isPresent()) {
      SegmentNames.setAside(files, metrics, name, why.get());
    }
  }

  /** Once more, over what the disk does not give back. */
  private Optional<String> recoverOverGaps(long number, Map<Long, BitSet> progress)
      throws IOException {
    String name = SegmentHeader.fileName(number);
    UnreadablePlaces places = new UnreadablePlaces();
    GappyFile.Listener listener =
        (position, cause) -> {
          metrics.unreadable(UnreadablePlaces.BLOCK);
          if (places.bytes() == UnreadablePlaces.BLOCK) {
            ReadFailures.tell(files, name, position, cause);
          }
        };
    try (JournalFile file = new GappyFile(files.open(name), places, listener)) {
      return recover(number, file, places, progress);
    } catch (NewerVersionException e) {
      throw e;
    } catch (IOException e) {
      return Optional.of("the disk does not let it be read: " + e.getMessage());
    }
  }

  /**
   * Takes a segment over.
   *
   * @return why it is to be set aside, if it is
   */
  private Optional<String> recover(
      long number, JournalFile file, UnreadablePlaces places, Map<Long, BitSet> progress)
      throws IOException {
    String name = SegmentHeader.fileName(number);
    var located = SegmentHeader.read(file, name);
    if (located.isPresent()
        && located.get().header().number() == number
        && located.get().header().firstSequence() >= knownSequences) {
      Segment segment = new Segment(located.get().header(), located.get().size());
      restore(file, segment, located.get().kept(), places);
      BitSet released = progress.get(segment.header().salt());
      if (released != null) {
        segment.restore(released);
      }
      segments.add(segment);
      return Optional.empty();
    }
    if (located.isEmpty() && file.size() <= SegmentHeader.BLOCK && places.isEmpty()) {
      // It was being made, and never held a record.
      files.delete(name);
      return Optional.empty();
    }
    return Optional.of(
        located.isEmpty()
            ? "its header is damaged"
            : "it is a copy, or comes from another journal");
  }

  private void restore(
      JournalFile file, Segment segment, Optional<BitSet> kept, UnreadablePlaces places)
      throws IOException {
    SegmentFooter.Found last = SegmentFooter.readLast(file, segment.header(), now);
    boolean isKnown = !segment.header().compacted() || kept.isPresent();
    if (isKnown && last instanceof SegmentFooter.Found.Intact intact) {
      segment.restore(intact.footer(), intact.size());
      kept.ifPresent(segment::keepOnly);
      knownSequences = segment.nextSequence();
      nextSequence = Math.max(nextSequence, knownSequences);
      return;
    }
    long lost = readRecords(file, segment, kept);
    judgeTail(file, segment, last instanceof SegmentFooter.Found.Damaged);
    if (places.isEmpty()) {
      segment.seal(replaceTail(file, segment, lost == 0 && segment.records() > 0));
    } else {
      // Nothing of it is cut off: who knows what stands there.
      segment.seal(0);
      segment.keepFile();
    }
  }

  private long readRecords(JournalFile file, Segment segment, Optional<BitSet> kept)
      throws IOException {
    long size = file.size();
    long next = segment.firstSequence();
    RecordReader reader = new RecordReader(file, segment.header(), segment.start(), next - 1);
    BitSet found = new BitSet(0);
    while (reader.verifyNext(size)) {
      segment.add(
          reader.sequence(),
          reader.goodEnd(),
          reader.spans(),
          reader.format(),
          reader.transport(),
          reader.receivedAtMillis(),
          now.nanosOf(reader.receivedAtMillis()));
      found.set((int) (reader.sequence() - segment.firstSequence()));
    }
    next = segment.nextSequence();
    knownSequences = next;
    nextSequence = Math.max(nextSequence, next);
    long lost = lost(segment, found, kept);
    if (lost > 0) {
      metrics.corrupt(lost);
      LOG.error("Journal {}/{}: {} records are damaged and lost", files, name(segment), lost);
    }
    return lost;
  }

  /** How many are missing of those that are known to have been there. */
  private static long lost(Segment segment, BitSet found, Optional<BitSet> kept) {
    if (segment.header().compacted()) {
      segment.keepOnly(found);
      BitSet missing = (BitSet) kept.orElse(found).clone();
      missing.andNot(found);
      return missing.cardinality();
    }
    BitSet missing = new BitSet(found.length());
    missing.set(0, found.length());
    missing.andNot(found);
    missing.stream().forEach(offset -> segment.release(segment.firstSequence() + offset));
    return missing.cardinality();
  }

  /** Tells of what stands behind the last record that can be read. */
  private void judgeTail(JournalFile file, Segment segment, boolean footerDamaged)
      throws IOException {
    long size = file.size();
    long rest = size - segment.end();
    RecordReader reader =
        new RecordReader(file, segment.header(), segment.end(), segment.nextSequence() - 1);
    var footer = SegmentFooter.read(file, segment.header(), segment.end(), now);
    if (footerDamaged || footer instanceof SegmentFooter.Found.Damaged) {
      metrics.damagedFooter();
      LOG.warn("Journal {}/{}: its footer is damaged; it was read", files, name(segment));
    }
    // Behind a recycled segment's own records stand another's, which are no trace of anything.
    boolean nothing =
        !(footer instanceof SegmentFooter.Found.Absent)
            || footerDamaged
            || (segment.header().recycled() && !reader.beginsHere(size));
    long torn = nothing ? 0 : reader.lastTrace(size) - segment.end();
    // Records may have stood there, which were perhaps shown to someone: their numbers are gone.
    nextSequence = Math.max(nextSequence, segment.nextSequence() + rest / RecordHeader.FIXED + 1);
    if (torn > 0) {
      metrics.torn();
      LOG.warn(
          "Journal {}/{}: cut a torn tail of {} bytes at {}",
          files,
          name(segment),
          torn,
          segment.end());
    }
  }

  /**
   * Cuts off what is no record, and puts a footer there if {@code isWhole}. What was read came
   * perhaps from memory alone: it is synced before it is vouched for. A disk that does not let it
   * be done costs another reading at the next start.
   *
   * @return bytes of the footer
   */
  private long replaceTail(JournalFile file, Segment segment, boolean isWhole) {
    try {
      if (file.size() > segment.end()) {
        file.truncate(segment.end());
      }
      if (!isWhole) {
        return 0;
      }
      byte[] footer = SegmentFooter.of(segment).encode(segment.header().salt());
      file.force();
      file.append(ByteBuffer.wrap(footer));
      file.force();
      return footer.length;
    } catch (IOException e) {
      LOG.warn("Journal {}/{}: the next start will read it again", files, name(segment), e);
      return 0;
    }
  }

  private static String name(Segment segment) {
    return segment.header().fileName();
  }
}
