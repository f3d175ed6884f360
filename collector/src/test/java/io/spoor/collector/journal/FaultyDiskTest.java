package io.spoor.collector.journal;

import static io.spoor.collector.journal.Records.number;
import static io.spoor.collector.journal.Records.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.model.ProcessTags;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One fault at a time, and what exactly becomes of it. */
final class FaultyDiskTest {
  private static final int RECORD = (int) RecordHeader.recordBytes(0, 100);

  private final FaultyFiles files = new FaultyFiles(new Random(1));
  private SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long nanos;

  @Test
  void answersOneGroupWithOneSync() throws Exception {
    SegmentedJournal journal = open();
    List<Future<Void>> answers = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      answers.add(journal.append(record(i, 100)));
    }
    assertFalse(answers.get(0).isComplete());
    journal.step();
    assertTrue(answers.stream().allMatch(Future::succeeded));
    assertEquals(1, registry.get("spoor.journal.fsync").timer().count());
  }

  @Test
  void refusesWhatItCannotQueue() throws Exception {
    SegmentedJournal journal = open();
    Future<Void> large = journal.append(record(1, 50_000));
    Future<Void> refused = journal.append(record(2, 51_000));
    assertInstanceOf(JournalFullException.class, refused.cause());
    journal.step();
    assertTrue(large.succeeded());
    Future<Void> alone = journal.append(record(3, 150_000));
    journal.step();
    assertTrue(alone.succeeded(), "one alone is taken, whatever its size");
  }

  @Test
  void failsOnlyWhatAFailedSyncCovers() throws Exception {
    SegmentedJournal journal = open();
    Future<Void> before = append(journal, 1);
    files.failSome(0, 1);
    Future<Void> covered = journal.append(record(2, 100));
    journal.step();
    assertTrue(before.succeeded());
    assertInstanceOf(JournalFailedException.class, covered.cause());
    assertEquals(
        Optional.of("journal faulty cannot be written: Input/output error"), journal.unwritable());

    files.failSome(0, 0);
    Future<Void> atOnce = journal.append(record(3, 100));
    assertInstanceOf(JournalFailedException.class, atOnce.cause());
    nanos += Duration.ofSeconds(1).toNanos();
    Future<Void> probe = append(journal, 4);
    assertTrue(probe.succeeded(), "one append a second finds out");
    assertTrue(journal.unwritable().isEmpty());
    assertTrue(append(journal, 5).succeeded());
    assertEquals(List.of(1L, 4L, 5L), drain(journal));
    assertEquals(1, registry.get("spoor.journal.segment.failures").counter().count());
  }

  @Test
  void goesOnInANewSegmentAfterAFailedWrite() throws Exception {
    SegmentedJournal journal = open();
    append(journal, 1);
    files.failSome(1, 0);
    Future<Void> failed = journal.append(record(2, 100));
    journal.step();
    assertTrue(failed.failed());
    files.failSome(0, 0);
    nanos += Duration.ofSeconds(1).toNanos();
    assertTrue(append(journal, 3).succeeded());
    files.restart();
    List<Long> numbers = drain(open());
    assertTrue(numbers.containsAll(List.of(1L, 3L)), "delivered " + numbers);
  }

  @Test
  void cutsATornTail() throws Exception {
    SegmentedJournal journal = open();
    append(journal, 1);
    append(journal, 2);
    String segment = onlySegment();
    files.open(segment).truncate(SegmentHeader.BLOCK + 2 * RECORD - 10);
    files.open(segment).force();
    files.restart();
    SegmentedJournal after = open();
    assertEquals(List.of(1L), drain(after));
    assertEquals(1, registry.get("spoor.journal.torn").counter().count());
    assertEquals(0, registry.get("spoor.journal.corrupt").counter().count());
  }

  @Test
  void takesRoomThatWasNeverWrittenToForNoTornTail() throws Exception {
    append(open(), 1);
    int length = files.content(onlySegment()).length;
    assertTrue(length > SegmentHeader.BLOCK + RECORD, "room was made for more: " + length);
    files.restart();
    SegmentedJournal after = open();
    assertEquals(List.of(1L), drain(after));
    assertEquals(0, registry.get("spoor.journal.torn").counter().count());
  }

  @Test
  void losesOneRecordToOneDamagedByte() throws Exception {
    SegmentedJournal journal = open();
    for (int i = 1; i <= 3; i++) {
      append(journal, i);
    }
    String segment = onlySegment();
    for (int at = SegmentHeader.BLOCK + RECORD; at < SegmentHeader.BLOCK + 2 * RECORD; at++) {
      files.damage(segment, at);
      files.restart();
      SegmentedJournal after = open();
      List<Long> numbers = drain(after);
      boolean padding = at >= SegmentHeader.BLOCK + RecordHeader.FIXED + RECORD + 100;
      assertEquals(padding ? List.of(1L, 2L, 3L) : List.of(1L, 3L), numbers, "byte " + at);
      assertEquals(padding ? 0 : 1, registry.get("spoor.journal.corrupt").counter().count());
      files.damage(segment, at);
    }
  }

  @Test
  void losesOneRecordThatGoesBadWhileItRuns() throws Exception {
    SegmentedJournal journal = open(new JournalOptions(1 << 20, 1 << 20, 100_000, 0));
    for (int i = 1; i <= 3; i++) {
      append(journal, i);
    }
    files.damage(onlySegment(), SegmentHeader.BLOCK + RECORD + 60);
    assertEquals(List.of(1L, 3L), drain(journal));
    assertEquals(1, registry.get("spoor.journal.corrupt").counter().count());
    assertEquals(2, registry.get("spoor.journal.records").gauge().value());
  }

  @Test
  void takesNoRecordThatASenderHidInABody() throws Exception {
    byte[] hidden = new byte[200];
    RecordHeader.encode(hidden, 42, 2, record(666, 100), new byte[0]);
    SegmentedJournal journal = open();
    append(journal, 1);
    io.spoor.collector.Received carrier = record(2, 400);
    System.arraycopy(hidden, 0, carrier.body(), 16, hidden.length);
    journal.append(carrier);
    journal.step();
    append(journal, 3);
    files.damage(onlySegment(), SegmentHeader.BLOCK + RECORD + 20);
    files.restart();
    assertEquals(List.of(1L, 3L), drain(open()));
  }

  @Test
  void setsAsideASegmentWithADamagedHeader() throws Exception {
    SegmentedJournal journal = open();
    append(journal, 1);
    String segment = onlySegment();
    files.damage(segment, 20);
    files.restart();
    assertEquals(List.of(), drain(open()));
    assertTrue(files.list().contains(segment + ".bad"), files.list().toString());
    files.restart();
    open();
  }

  @Test
  void readsBackFromDiskWhatDidNotFitInMemory() throws Exception {
    SegmentedJournal journal = open(new JournalOptions(1 << 20, 4096, 100_000, 8000));
    List<Long> expected = new ArrayList<>();
    for (long i = 1; i <= 100; i++) {
      append(journal, i);
      expected.add(i);
      assertTrue(
          registry.get("spoor.journal.memory.bytes").gauge().value() <= (i <= 52 ? 8000 : 1000));
    }
    List<Long> delivered = drain(journal);
    assertEquals(List.of(95L, 1L, 96L, 97L, 98L, 2L, 99L, 100L), delivered.subList(0, 8));
    assertEquals(expected, delivered.stream().sorted().toList());
    assertEquals(
        expected.subList(2, 94), delivered.subList(8, 100), "the rest is the oldest, in order");
    append(journal, 101);
    assertTrue(
        registry.get("spoor.journal.memory.bytes").gauge().value() > 0, "caught up: from memory");
    assertEquals(List.of(101L), drain(journal));
  }

  private Future<Void> append(SegmentedJournal journal, long number) {
    Future<Void> answer = journal.append(record(number, 100));
    journal.step();
    return answer;
  }

  private static List<Long> drain(SegmentedJournal journal) throws InterruptedException {
    List<Long> numbers = new ArrayList<>();
    for (var taken = journal.take(Duration.ZERO);
        taken.isPresent();
        taken = journal.take(Duration.ZERO)) {
      numbers.add(number(taken.get().received()));
    }
    return numbers;
  }

  private String onlySegment() {
    return files.list().stream()
        .filter(name -> SegmentHeader.numberOf(name).isPresent())
        .filter(name -> files.content(name).length > SegmentHeader.BLOCK)
        .findFirst()
        .orElseThrow();
  }

  private SegmentedJournal open() throws IOException {
    return open(new JournalOptions(1 << 20, 1 << 20, 100_000, 100_000));
  }

  private SegmentedJournal open(JournalOptions options) throws IOException {
    registry = new SimpleMeterRegistry();
    return SegmentedJournal.open(
        files,
        options,
        ProcessTags.NONE,
        registry,
        new Clocks(() -> nanos, () -> Instant.ofEpochMilli(2_000_000)),
        new Random(7));
  }
}
