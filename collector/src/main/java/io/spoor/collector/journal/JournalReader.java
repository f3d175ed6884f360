package io.spoor.collector.journal;

import io.spoor.proto.model.ProcessTags;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a journal's directory from outside, and what was set aside in it, without changing
 * anything. One thread.
 */
public final class JournalReader implements Closeable {
  private final JournalFiles files;
  private final Optional<Closeable> lock;

  /** Who is shown each record, in order. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @throws IOException to end the reading
     */
    void accept(StoredRecord record) throws IOException, InterruptedException;
  }

  private JournalReader(JournalFiles files, Optional<Closeable> lock) {
    this.files = files;
    this.lock = lock;
  }

  /**
   * Opens the directory.
   *
   * @param isLocked whether to keep a Spoor from it meanwhile; if not, one may run: what it appends
   *     or deletes while we read is seen or not
   * @throws IOException if it is not there, or a Spoor has it
   */
  public static JournalReader open(Path directory, boolean isLocked) throws IOException {
    DirectoryFiles files = DirectoryFiles.toRead(directory);
    return new JournalReader(files, isLocked ? Optional.of(files.lock()) : Optional.empty());
  }

  /** Reads every segment, whole, and tells of each what there is. */
  public List<SegmentReport> read(Visitor visitor) throws IOException, InterruptedException {
    Map<Long, BitSet> released = Progress.read(files).orElse(Map.of());
    List<SegmentReport> reports = new ArrayList<>();
    List<String> names =
        files.list().stream()
            .filter(name -> SegmentHeader.numberOf(SegmentNames.ofSegment(name)).isPresent())
            .sorted()
            .toList();
    for (String name : names) {
      UnreadablePlaces places = new UnreadablePlaces();
      try (JournalFile file = new GappyFile(files.open(name), places, (position, cause) -> {})) {
        reports.add(read(name, file, released, visitor, places));
      } catch (NoSuchFileException e) {
        // A Spoor runs, and all of it was stored meanwhile.
      }
    }
    return List.copyOf(reports);
  }

  @Override
  public void close() throws IOException {
    if (lock.isPresent()) {
      lock.get().close();
    }
  }

  private static SegmentReport read(
      String name,
      JournalFile file,
      Map<Long, BitSet> released,
      Visitor visitor,
      UnreadablePlaces places)
      throws IOException, InterruptedException {
    SegmentReport.Draft draft = new SegmentReport.Draft(name, file.size());
    try {
      var located = SegmentHeader.read(file, name);
      if (located.isPresent()) {
        draft.version(SegmentHeader.VERSION);
        readIntact(name, file, located.get(), released, visitor, draft);
      } else if (file.size() <= SegmentHeader.BLOCK) {
        draft.remark("no whole header: it never held a record");
      } else {
        salvage(name, file, visitor, draft);
      }
    } catch (NewerVersionException e) {
      draft.remark(e.getMessage());
    }
    if (!places.isEmpty()) {
      draft.remark("the disk does not give back " + places.bytes() + " bytes of it");
    }
    return draft.report();
  }

  private static void readIntact(
      String name,
      JournalFile file,
      SegmentHeader.Located located,
      Map<Long, BitSet> released,
      Visitor visitor,
      SegmentReport.Draft draft)
      throws IOException, InterruptedException {
    SegmentHeader header = located.header();
    if (!SegmentNames.isSetAside(name) && !name.equals(header.fileName())) {
      draft.remark("by its header it is " + header.fileName());
    }
    BitSet bits = released.getOrDefault(header.salt(), new BitSet());
    RecordReader reader =
        new RecordReader(file, header, located.size(), header.firstSequence() - 1);
    BitSet kept = located.kept().orElse(new BitSet());
    long next = header.firstSequence();
    byte[][] body = new byte[1][];
    while (reader.readNext(file.size(), any -> true, body)) {
      draft.damaged(missing(header, kept, next, reader.sequence()));
      next = reader.sequence() + 1;
      boolean isReleased = bits.get((int) (reader.sequence() - header.firstSequence()));
      show(name, header, reader, body[0], isReleased, true, visitor, draft);
    }
    var footer = SegmentFooter.readLast(file, header, new Clocks.Start(0, 0));
    if (footer instanceof SegmentFooter.Found.Intact intact) {
      draft.sealed();
      draft.damaged(missing(header, kept, next, intact.footer().nextSequence()));
    } else if (footer instanceof SegmentFooter.Found.Damaged) {
      draft.remark("its footer is damaged");
    }
    if (header.compacted() && located.kept().isEmpty()) {
      draft.remark("which records it was left with is damaged");
    }
  }

  /** Of a compacted segment those that were left out are not missing. */
  private static long missing(SegmentHeader header, BitSet kept, long from, long to) {
    if (!header.compacted() || from >= to) {
      return Math.max(0, to - from);
    }
    long first = header.firstSequence();
    return kept.get((int) (from - first), (int) (to - first)).cardinality();
  }

  /**
   * Its header is damaged: perhaps not where the salt is, without which no header can be checked.
   */
  private static void salvage(
      String name, JournalFile file, Visitor visitor, SegmentReport.Draft draft)
      throws IOException, InterruptedException {
    draft.remark("its header is damaged: collector tags and released records are not known");
    ByteBuffer raw = ByteBuffer.allocate(48);
    while (raw.hasRemaining() && file.read(raw, raw.position()) >= 0) {}
    SegmentHeader header = new SegmentHeader(0, 0, raw.getLong(32), false, ProcessTags.NONE);
    RecordReader strict = new RecordReader(file, header, SegmentHeader.BLOCK, Long.MIN_VALUE);
    boolean saltIsGood = strict.verifyNext(file.size());
    RecordReader reader = new RecordReader(file, header, SegmentHeader.BLOCK, Long.MIN_VALUE);
    if (!saltIsGood) {
      draft.remark("records are known by their bodies alone");
      reader.trustHeaders();
    }
    long next = Long.MIN_VALUE;
    byte[][] body = new byte[1][];
    while (reader.readNext(file.size(), any -> true, body)) {
      boolean hasGaps = next == Long.MIN_VALUE || SegmentHeader.seemsCompacted(raw);
      draft.damaged(hasGaps ? 0 : reader.sequence() - next);
      next = reader.sequence() + 1;
      show(name, header, reader, body[0], false, saltIsGood, visitor, draft);
    }
  }

  private static void show(
      String name,
      SegmentHeader header,
      RecordReader reader,
      byte[] body,
      boolean isReleased,
      boolean isVerified,
      Visitor visitor,
      SegmentReport.Draft draft)
      throws IOException, InterruptedException {
    Delivery delivery = new Delivery(reader.sequence(), header.tags(), reader.received(body));
    StoredRecord record = new StoredRecord(name, delivery, isReleased, isVerified);
    draft.add(record);
    visitor.accept(record);
  }
}
