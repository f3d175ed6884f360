package io.spoor.collector.journal;

import static io.spoor.collector.journal.Records.number;
import static io.spoor.collector.journal.Records.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.model.ProcessTags;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that a few parked records would keep whole. */
final class CompactionTest {
  private static final int RECORD = (int) RecordHeader.recordBytes(0, 100);
  private static final int PER_SEGMENT = 400;
  private static final long SEGMENT_BYTES = SegmentHeader.BLOCK + (long) PER_SEGMENT * RECORD;

  private FaultyFiles files = new FaultyFiles(new Random(1));
  private SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long nanos;

  @Test
  void parkedRecordsHoldNoMoreRoomThanTheyNeed() throws Exception {
    SegmentedJournal journal = open(1 << 20);
    List<Long> parked = new ArrayList<>();
    for (long i = 1; i <= 20_000; i++) {
      assertTrue(append(journal, i).succeeded(), "refused at " + i);
      finish(journal, i, parked, 50);
    }
    assertEquals(parked.size(), journal.levels().records());
    assertTrue(counter("reclaimed.bytes") > 1 << 20, counter("reclaimed.bytes") + " bytes");
    assertEquals(
        (double) onDisk(), gauge("bytes"), 3.0 * SEGMENT_BYTES, "the books agree with the disk");
    assertEquals(parked, takeParked(journal, parked.size()), "each once, where it was");

    files.restart();
    journal = open(1 << 20);
    List<Long> delivered = drain(journal);
    assertTrue(delivered.containsAll(parked), "and after a crash");
    assertEquals(delivered.size(), Set.copyOf(delivered).size());
    // No progress was noted: what shares a segment with them and was left in it comes again.
    assertTrue(delivered.size() < 8000, delivered.size() + " delivered");
    assertEquals(0, counter("corrupt"));
    assertEquals(0, counter("torn"));
    assertTrue(onDisk() < 4 * SEGMENT_BYTES, onDisk() + " bytes, all released");
  }

  @Test
  void whatIsReadWhileItsFileIsMadeAnewComesOnceAndWhole() throws Exception {
    SegmentedJournal journal = open(8 << 20);
    List<Long> parked = new ArrayList<>();
    for (long i = 1; i <= PER_SEGMENT + 1; i++) {
      append(journal, i);
      finish(journal, i, parked, 25);
    }
    List<Long> taken = new ArrayList<>(takeParked(journal, 7));
    waitAMinute(journal);
    assertTrue(counter("reclaimed.bytes") > 0);
    taken.addAll(takeParked(journal, parked.size() - 7));
    assertEquals(parked, taken);
    assertTrue(journal.takeParked().isEmpty());
    assertEquals(0, counter("corrupt"));
  }

  @Test
  void aSegmentOfWhichMuchIsNeededIsLeftAlone() throws Exception {
    SegmentedJournal journal = open(8 << 20);
    List<Long> parked = new ArrayList<>();
    for (long i = 1; i <= PER_SEGMENT + 1; i++) {
      append(journal, i);
      finish(journal, i, parked, 5);
    }
    waitAMinute(journal);
    assertEquals(0, counter("reclaimed.bytes"));
  }

  @Test
  void aDiskWithoutRoomLeavesTheSegmentAsItWasAndItIsTriedAgain() throws Exception {
    SegmentedJournal journal = open(8 << 20);
    List<Long> parked = new ArrayList<>();
    for (long i = 1; i <= PER_SEGMENT + 1; i++) {
      append(journal, i);
      finish(journal, i, parked, 25);
    }
    files.limitBytes(files.bytes() + 100);
    waitAMinute(journal);
    assertEquals(0, counter("reclaimed.bytes"));
    assertTrue(files.list().stream().noneMatch(SegmentHeader::isSpare), files.list().toString());
    files.limitBytes(Long.MAX_VALUE);
    waitAMinute(journal);
    assertTrue(counter("reclaimed.bytes") > 0);
    assertEquals(parked, takeParked(journal, parked.size()));
  }

  @Test
  void losesExactlyWhatIsDamagedInASegmentMadeAnew() throws Exception {
    SegmentedJournal journal = open(8 << 20);
    List<Long> parked = new ArrayList<>();
    for (long i = 1; i <= PER_SEGMENT + 1; i++) {
      append(journal, i);
      finish(journal, i, parked, 50);
    }
    waitAMinute(journal);
    journal.close();
    // Whatever a start knows, it knows from the segment.
    files.remove(Progress.FILE);
    String segment = SegmentHeader.fileName(1);
    byte[] intact = files.content(segment).clone();
    int footer = SegmentHeader.BLOCK + parked.size() * RECORD;
    for (int at = 0; at < intact.length; at += at > 150 && at < SegmentHeader.BLOCK ? 97 : 1) {
      files = new FaultyFiles(new Random(1));
      files.put(segment, intact.clone());
      files.damage(segment, at);
      SegmentedJournal after = open(8 << 20);
      List<Long> expected = at < 48 ? new ArrayList<>() : new ArrayList<>(parked);
      int inRecord = (at - SegmentHeader.BLOCK) % RECORD;
      boolean lost =
          at >= SegmentHeader.BLOCK && at < footer && inRecord < RecordHeader.FIXED + 100;
      if (lost) {
        expected.remove((at - SegmentHeader.BLOCK) / RECORD);
      }
      assertEquals(expected, drain(after), "byte " + at);
      assertEquals(lost ? 1 : 0, counter("corrupt"), "byte " + at);
      assertEquals(at < 48 ? 1 : 0, counter("set.aside"), "byte " + at);
    }
  }

  @Test
  void aReaderFromOutsideMissesNothing(@TempDir Path directory) throws Exception {
    SegmentedJournal journal = open(new DirectoryFiles(directory), 8 << 20);
    List<Long> parked = new ArrayList<>();
    for (long i = 1; i <= PER_SEGMENT + 1; i++) {
      append(journal, i);
      finish(journal, i, parked, 25);
    }
    waitAMinute(journal);
    assertTrue(counter("reclaimed.bytes") > 0);
    journal.close();
    List<Long> seen = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory, true)) {
      SegmentReport first =
          reader.read(record -> seen.add(number(record.delivery().received()))).get(0);
      assertEquals(parked.size(), first.records());
      assertEquals(parked.size(), first.waiting());
      assertEquals(0, first.damaged());
      assertEquals("", first.remark());
      assertTrue(first.isSealed());
    }
    assertEquals(parked, seen.subList(0, parked.size()));
  }

  /** Takes what was appended last; parks one in {@code every}, and releases the others. */
  private static void finish(SegmentedJournal journal, long i, List<Long> parked, int every)
      throws InterruptedException {
    Delivery delivery = journal.take(Duration.ZERO).orElseThrow();
    assertEquals(i, number(delivery.received()));
    if (i % every == 0) {
      journal.park(delivery);
      parked.add(i);
    } else {
      journal.release(delivery);
    }
  }

  private static List<Long> takeParked(SegmentedJournal journal, int count) {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Delivery delivery = journal.takeParked().orElseThrow();
      numbers.add(number(delivery.received()));
    }
    return numbers;
  }

  private void waitAMinute(SegmentedJournal journal) {
    for (int i = 0; i < 3; i++) {
      nanos += Duration.ofSeconds(40).toNanos();
      journal.step();
    }
  }

  private static Future<Void> append(SegmentedJournal journal, long number) {
    Future<Void> answer = journal.append(record(number, 100));
    journal.step();
    return answer;
  }

  private static List<Long> drain(SegmentedJournal journal) throws InterruptedException {
    List<Long> numbers = new ArrayList<>();
    for (Optional<Delivery> taken = journal.take(Duration.ZERO);
        taken.isPresent();
        taken = journal.take(Duration.ZERO)) {
      numbers.add(number(taken.get().received()));
      journal.release(taken.get());
    }
    journal.step();
    return numbers;
  }

  private long onDisk() {
    return files.bytes();
  }

  private double counter(String name) {
    return registry.get("spoor.journal." + name).counter().count();
  }

  private double gauge(String name) {
    return registry.get("spoor.journal." + name).gauge().value();
  }

  private SegmentedJournal open(long maxBytes) throws IOException {
    return open(files, maxBytes);
  }

  private SegmentedJournal open(JournalFiles in, long maxBytes) throws IOException {
    registry = new SimpleMeterRegistry();
    return SegmentedJournal.open(
        in,
        new JournalOptions(maxBytes, SEGMENT_BYTES, 100_000, 100_000),
        ProcessTags.NONE,
        registry,
        new Clocks(() -> nanos, () -> Instant.ofEpochMilli(2_000_000)),
        new Random(7));
  }
}
