package io.spoor.collector.journal;

import static io.spoor.collector.journal.Records.number;
import static io.spoor.collector.journal.Records.record;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.model.ProcessTags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a start makes of a directory, whatever has become of the files in it. */
final class RecoveryTest {
  private static final int RECORD = (int) RecordHeader.recordBytes(0, 100);
  private static final long PER_SEGMENT = 4;
  private static final JournalOptions OPTIONS =
      new JournalOptions(8 << 20, SegmentHeader.BLOCK + PER_SEGMENT * RECORD, 100_000, 0);

  private FaultyFiles files = new FaultyFiles(new Random(1));
  private SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void readsOfASealedSegmentHeaderAndFooterAlone() throws Exception {
    JournalOptions large = new JournalOptions(8 << 20, 256 << 10, 1 << 20, 0);
    SegmentedJournal journal = open(large);
    for (int i = 1; i <= 100; i++) {
      journal.append(record(i, 30_000));
      journal.step();
    }
    files.restart();
    long before = files.bytesRead();
    SegmentedJournal after = open(large);
    long read = files.bytesRead() - before;
    assertTrue(read < 600_000, read + " bytes read of 3 MB: more than the one that was open");
    assertEquals(100, after.levels().records());
    assertEquals(300, after.levels().spans());
    assertEquals(upTo(100), drain(after));

    files.restart();
    before = files.bytesRead();
    assertEquals(100, open(large).levels().records());
    read = files.bytesRead() - before;
    assertTrue(read < 300_000, read + " bytes: the start before has sealed what was open");
  }

  @Test
  void readsWhatTheFirstVersionWrote() throws Exception {
    files.put(SegmentHeader.fileName(1), Version1.segment(1, 1, 50, 0));
    files.put(SegmentHeader.fileName(2), Version1.segment(2, 51, 30, 4096));
    SegmentedJournal journal = open();
    assertEquals(upTo(80), drain(journal));
    assertEquals(0, counter("torn"));
    assertEquals(0, counter("corrupt"));
    byte[] upgraded = files.content(SegmentHeader.fileName(2));
    byte[] written = Version1.segment(2, 51, 30, 0);
    assertArrayEquals(
        written, Arrays.copyOf(upgraded, written.length), "header and records as they were");
    files.restart();
    assertEquals(upTo(80), drain(open()));
  }

  @Test
  void refusesWhatANewerVersionWroteAndNamesIt() throws Exception {
    files.put(SegmentHeader.fileName(1), Version1.header(7, 1, 1, 42));
    IOException refused = assertThrows(IOException.class, this::open);
    assertTrue(refused.getMessage().contains("newer version of Spoor"), refused.getMessage());
    assertTrue(refused.getMessage().contains("format version 7"), refused.getMessage());
    assertTrue(refused.getMessage().contains(SegmentHeader.fileName(1)), refused.getMessage());
    assertEquals(Version1.HEADER, files.content(SegmentHeader.fileName(1)).length, "left alone");
  }

  @Test
  void refusesAFooterThatSpeaksOfUnknownFormats() throws Exception {
    SegmentHeader header = new SegmentHeader(1, 1, 42, false, ProcessTags.NONE);
    byte[] footer =
        new SegmentFooter(1, SegmentHeader.BLOCK, 0, 1 << 30, 1, new ArrivalTimes()).encode(42);
    ByteBuffer file = ByteBuffer.allocate(SegmentHeader.BLOCK + footer.length);
    files.put(header.fileName(), file.put(header.encode()).put(footer).array());
    IOException refused = assertThrows(IOException.class, this::open);
    assertTrue(refused.getMessage().contains("formats 40000000"), refused.getMessage());
  }

  @Test
  void losesExactlyWhatIsDamagedWhicheverByteItIs() throws Exception {
    fill(3 * PER_SEGMENT);
    FaultyFiles intact = files;
    String segment = SegmentHeader.fileName(2);
    int length = intact.content(segment).length;
    int records = SegmentHeader.BLOCK;
    int footer = records + (int) PER_SEGMENT * RECORD;
    List<Integer> places = new ArrayList<>();
    for (int at = 0; at < length; at += at < 48 || at >= records ? 1 : 97) {
      places.add(at);
    }
    for (int at : places) {
      files = copy(intact);
      files.damage(segment, at);
      SegmentedJournal journal = open();
      List<Long> expected = upTo(3 * PER_SEGMENT);
      int inRecord = (at - records) % RECORD;
      if (at < 48) {
        expected.removeIf(number -> number > PER_SEGMENT && number <= 2 * PER_SEGMENT);
      } else if (at >= records && at < footer && inRecord < RecordHeader.FIXED + 100) {
        expected.remove(PER_SEGMENT + 1 + (at - records) / RECORD);
      }
      assertEquals(expected, drain(journal), "byte " + at);
      assertEquals(at < 48 ? 1 : 0, counter("set.aside"), "byte " + at);
      assertEquals(
          at >= 48 ? (int) (3 * PER_SEGMENT) - expected.size() : 0,
          counter("corrupt"),
          "byte " + at);
      assertEquals(0, counter("torn"), "byte " + at);
      assertTrue(journal.append(record(99, 100)).cause() == null);
      journal.step();
      assertEquals(List.of(99L), drain(journal));
    }
  }

  @Test
  void deliversWhatStandsBeforeTheEndOfATruncatedSegment() throws Exception {
    fill(3 * PER_SEGMENT);
    FaultyFiles intact = files;
    String segment = SegmentHeader.fileName(2);
    byte[] content = intact.content(segment);
    for (int length = 0; length < content.length; length += length < 4000 ? 500 : 1) {
      files = copy(intact);
      files.put(segment, Arrays.copyOf(content, length));
      SegmentedJournal journal = open();
      List<Long> expected = upTo(3 * PER_SEGMENT);
      long kept = Math.min(PER_SEGMENT, Math.max(0, (length - SegmentHeader.BLOCK) / RECORD));
      expected.removeIf(number -> number > PER_SEGMENT + kept && number <= 2 * PER_SEGMENT);
      assertEquals(expected, drain(journal), "cut to " + length);
      journal.close();
    }
  }

  @Test
  void namesAndCopiesAreNoDamage() throws Exception {
    fill(3 * PER_SEGMENT);
    byte[] second = files.content(SegmentHeader.fileName(2));
    files.remove(SegmentHeader.fileName(2));
    files.put(SegmentHeader.fileName(77), second);
    files.put(SegmentHeader.fileName(78), files.content(SegmentHeader.fileName(1)));
    files.put(SegmentHeader.fileName(79), new byte[0]);
    files.put("segment-1", new byte[] {1});
    files.put("README", new byte[] {1});
    files = copy(files);
    SegmentedJournal journal = open();
    assertEquals(upTo(3 * PER_SEGMENT), drain(journal));
    assertTrue(files.list().containsAll(List.of("README", "segment-1")), files.list().toString());
    assertTrue(files.list().contains(SegmentHeader.fileName(78) + ".bad"), "a copy is set aside");
    assertFalse(files.list().contains(SegmentHeader.fileName(79)), "it never held anything");
    assertEquals(1, counter("set.aside"));
    assertEquals(0, counter("corrupt"));
  }

  @Test
  void progressThatIsDamagedCostsAReplayAndNothingElse() throws Exception {
    SegmentedJournal journal = fill(2 * PER_SEGMENT);
    for (int i = 0; i < 3; i++) {
      journal.release(journal.take(Duration.ZERO).orElseThrow());
    }
    journal.close();
    FaultyFiles intact = files;
    for (int at = 0; at < intact.content(Progress.FILE).length; at++) {
      files = copy(intact);
      files.damage(Progress.FILE, at);
      assertEquals(upTo(2 * PER_SEGMENT), drain(open()), "byte " + at);
      assertEquals(
          1, registry.get("spoor.journal.damaged").tag("part", "progress").counter().count());
    }
    files = copy(intact);
    assertEquals(upTo(2 * PER_SEGMENT).subList(3, 8), drain(open()));
  }

  @Test
  void progressIsReadBackOrNotAtAll() {
    long seed = Long.getLong("spoor.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] written =
        Progress.encode(Map.of(7L, BitSet.valueOf(new long[] {5, 6}), 8L, new BitSet()));
    assertEquals(2, Progress.decode(written).orElseThrow().size());
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(written, random.nextInt(written.length + 8));
      for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertTrue(Arrays.equals(bytes, written) || Progress.decode(bytes).isEmpty(), "seed " + seed);
    }
  }

  @Test
  void toldAgesDoNotFollowAWallClockThatJumps() throws Exception {
    SegmentedJournal journal = fill(PER_SEGMENT);
    assertEquals(0, gauge("oldest.seconds"));
    millis = 0;
    nanos += Duration.ofSeconds(90).toNanos();
    assertEquals(90, gauge("oldest.seconds"), "the wall clock went back");
    journal.close();
    files.restart();
    millis = 1_000_000 + 61_000;
    open();
    assertEquals(61, gauge("oldest.seconds"), 1.1);
    files.restart();
    millis = 500_000;
    open();
    assertEquals(0, gauge("oldest.seconds"), "from the future: never negative");
  }

  private long nanos;
  private long millis = 2_000_000;

  private SegmentedJournal fill(long records) throws IOException {
    SegmentedJournal journal = open();
    for (long i = 1; i <= records; i++) {
      journal.append(record(i, 100));
      journal.step();
    }
    // The last segment is sealed too.
    journal.append(record(records + 1, 100));
    journal.step();
    files.remove(SegmentHeader.fileName(records / PER_SEGMENT + 1));
    return journal;
  }

  private FaultyFiles copy(FaultyFiles from) {
    FaultyFiles copy = new FaultyFiles(new Random(1));
    from.list().forEach(name -> copy.put(name, from.content(name).clone()));
    return copy;
  }

  private static List<Long> upTo(long last) {
    return new ArrayList<>(LongStream.rangeClosed(1, last).boxed().toList());
  }

  private static List<Long> drain(SegmentedJournal journal) throws InterruptedException {
    List<Long> numbers = new ArrayList<>();
    for (Optional<Delivery> taken = journal.take(Duration.ZERO);
        taken.isPresent();
        taken = journal.take(Duration.ZERO)) {
      numbers.add(number(taken.get().received()));
    }
    numbers.sort(null);
    return numbers;
  }

  private double counter(String name) {
    return registry.get("spoor.journal." + name).counter().count();
  }

  private double gauge(String name) {
    return registry.get("spoor.journal." + name).gauge().value();
  }

  private SegmentedJournal open() throws IOException {
    return open(OPTIONS);
  }

  private SegmentedJournal open(JournalOptions options) throws IOException {
    registry = new SimpleMeterRegistry();
    Clocks clocks = new Clocks(() -> nanos, () -> Instant.ofEpochMilli(millis));
    return SegmentedJournal.open(files, options, ProcessTags.NONE, registry, clocks, new Random(7));
  }
}
