package io.spoor.collector.journal;

import static io.spoor.collector.journal.Records.number;
import static io.spoor.collector.journal.Records.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.Received;
import io.spoor.proto.model.ProcessTags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Sectors that the disk does not give back any more. */
final class UnreadableTest {
  private static final int RECORD = (int) RecordHeader.recordBytes(0, 100);
  private static final long PER_SEGMENT = 200;
  private static final String SECOND = SegmentHeader.fileName(2);
  // In the middle of the second segment, and the records that have a part in its block.
  private static final int BAD = 12_345;
  private static final int BLOCK = BAD / UnreadablePlaces.BLOCK * UnreadablePlaces.BLOCK;
  private static final long FIRST_LOST = PER_SEGMENT + 1 + (BLOCK - SegmentHeader.BLOCK) / RECORD;
  private static final long LAST_LOST =
      PER_SEGMENT + 1 + (BLOCK + UnreadablePlaces.BLOCK - SegmentHeader.BLOCK - 1) / RECORD;

  private final FaultyFiles files = new FaultyFiles(new Random(1));
  private SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long nanos;

  @Test
  void deliversWhatStandsBehindASectorThatStaysUnreadable() throws Exception {
    SegmentedJournal journal = fill(3 * PER_SEGMENT + 1);
    files.spoil(SECOND, BAD, BAD + 512);
    List<Long> delivered = drain(journal, 20);
    assertEquals(allBut(FIRST_LOST, LAST_LOST), delivered);
    assertEquals((double) (LAST_LOST - FIRST_LOST + 1), counter("corrupt"));
    assertEquals(UnreadablePlaces.BLOCK, counter("unreadable.bytes"));
    assertEquals(0, journal.levels().records());
    journal.step();
    assertTrue(files.list().contains(SECOND + ".bad"), files.list().toString());
    assertFalse(files.list().contains(SegmentHeader.fileName(1)), "sound ones go as ever");
  }

  @Test
  void losesNothingToASectorThatIsUnreadableForAWhile() throws Exception {
    SegmentedJournal journal = fill(3 * PER_SEGMENT + 1);
    files.spoil(SECOND, BAD, BAD + 512);
    List<Long> delivered = drain(journal, 3);
    assertTrue(delivered.size() < 2 * PER_SEGMENT, "not at once: " + delivered.size());
    files.heal(SECOND);
    delivered.addAll(drain(journal, 3));
    assertEquals(LongStream.rangeClosed(1, 3 * PER_SEGMENT + 1).boxed().toList(), delivered);
    assertEquals(0, counter("corrupt"));
    assertFalse(files.list().contains(SECOND + ".bad"));
  }

  @Test
  void waitsForADiskThatTakesNothingEither() throws Exception {
    SegmentedJournal journal = fill(3 * PER_SEGMENT + 1);
    files.spoil(SECOND, BAD, BAD + 512);
    files.failSome(1, 1);
    journal.append(record(9999, 100));
    journal.step();
    drain(journal, 20);
    assertEquals(0, counter("corrupt"), "the whole disk is away");
    files.failSome(0, 0);
    files.heal(SECOND);
    nanos += Duration.ofSeconds(10).toNanos();
    journal.step();
    drain(journal, 20);
    assertEquals(0, journal.levels().records());
    assertEquals(0, counter("corrupt"));
  }

  @Test
  void handsOutParkedRecordsBehindIt() throws Exception {
    SegmentedJournal journal = fill(2 * PER_SEGMENT + 1);
    List<Delivery> all = new ArrayList<>();
    for (Optional<Delivery> taken = journal.take(Duration.ZERO);
        taken.isPresent();
        taken = journal.take(Duration.ZERO)) {
      all.add(taken.get());
    }
    all.forEach(journal::park);
    files.spoil(SECOND, BAD, BAD + 512);
    List<Long> delivered = new ArrayList<>();
    for (int i = 0; i < 2000 && journal.levels().parked() > 0; i++) {
      nanos += Duration.ofMillis(50).toNanos();
      journal
          .takeParked()
          .ifPresent(
              delivery -> {
                delivered.add(number(delivery.received()));
                journal.release(delivery);
              });
    }
    delivered.sort(null);
    List<Long> expected = allBut(FIRST_LOST, LAST_LOST);
    expected.removeIf(number -> number > 2 * PER_SEGMENT + 1);
    assertEquals(expected, delivered);
    assertEquals((double) (LAST_LOST - FIRST_LOST + 1), counter("corrupt"));
  }

  @Test
  void aStartReadsOverItInASegmentWithoutFooter() throws Exception {
    fill(PER_SEGMENT + 100);
    files.restart();
    files.spoil(SECOND, BAD, BAD + 512);
    SegmentedJournal journal = open();
    List<Long> expected = allBut(FIRST_LOST, LAST_LOST);
    expected.removeIf(number -> number > PER_SEGMENT + 100);
    assertEquals(expected, drain(journal, 20));
    assertEquals((double) (LAST_LOST - FIRST_LOST + 1), counter("corrupt"));
    journal.step();
    assertTrue(files.list().contains(SECOND + ".bad"), files.list().toString());
  }

  @Test
  void readsAllButTheBlocksThatAreBad() throws Exception {
    long seed = Long.getLong("spoor.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] content = new byte[1 + random.nextInt(100_000)];
      random.nextBytes(content);
      files.put("file", content);
      int from = random.nextInt(content.length);
      int to = from + 1 + random.nextInt(random.nextBoolean() ? 1 : 20_000);
      files.spoil("file", from, to);
      UnreadablePlaces places = new UnreadablePlaces();
      List<Long> told = new ArrayList<>();
      GappyFile gappy = new GappyFile(files.open("file"), places, (at, e) -> told.add(at));
      ByteBuffer all = ByteBuffer.allocate(content.length + 10);
      int at = random.nextInt(content.length);
      int start = at;
      while (true) {
        all.limit(Math.min(all.capacity(), all.position() + 1 + random.nextInt(70_000)));
        int read = gappy.read(all, at);
        if (read < 0) {
          break;
        }
        at += read;
      }
      assertEquals(content.length, at, "seed " + seed);
      for (int i = start; i < content.length; i++) {
        boolean bad = places.contains(i);
        byte read = all.get(i - start);
        assertTrue(
            read == content[i] || (bad && read == 0), "seed " + seed + ": byte " + i + " is wrong");
        long block = (long) i / UnreadablePlaces.BLOCK * UnreadablePlaces.BLOCK;
        boolean touched = block < to && block + UnreadablePlaces.BLOCK > from;
        assertTrue(!bad || touched, "seed " + seed + ": a good block is given up at " + i);
      }
      assertEquals(told.size() * (long) UnreadablePlaces.BLOCK, places.bytes(), "seed " + seed);
    }
  }

  private List<Long> allBut(long from, long to) {
    return new ArrayList<>(
        LongStream.rangeClosed(1, 3 * PER_SEGMENT + 1)
            .filter(number -> number < from || number > to)
            .boxed()
            .toList());
  }

  private SegmentedJournal fill(long records) throws IOException {
    SegmentedJournal journal = open();
    for (long i = 1; i <= records; i++) {
      assertTrue(append(journal, i));
    }
    return journal;
  }

  private static boolean append(SegmentedJournal journal, long number) {
    Received received = record(number, 100);
    // Zeros would be found where they cannot be read.
    Arrays.fill(received.body(), Long.BYTES, 100, (byte) 1);
    var answer = journal.append(received);
    journal.step();
    return answer.succeeded();
  }

  /** Takes and releases what comes in so many tries, a little more than a second apart. */
  private List<Long> drain(SegmentedJournal journal, int tries) throws InterruptedException {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < tries; i++) {
      for (Optional<Delivery> taken = journal.take(Duration.ZERO);
          taken.isPresent();
          taken = journal.take(Duration.ZERO)) {
        numbers.add(number(taken.get().received()));
        journal.release(taken.get());
      }
      nanos += Duration.ofMillis(1100).toNanos();
    }
    numbers.sort(null);
    return numbers;
  }

  private double counter(String name) {
    return registry.get("spoor.journal." + name).counter().count();
  }

  private SegmentedJournal open() throws IOException {
    registry = new SimpleMeterRegistry();
    return SegmentedJournal.open(
        files,
        // Nothing is kept in memory.
        new JournalOptions(8 << 20, SegmentHeader.BLOCK + PER_SEGMENT * RECORD, 100_000, 0),
        ProcessTags.NONE,
        registry,
        new Clocks(() -> nanos, () -> Instant.ofEpochMilli(2_000_000)),
        new Random(7));
  }
}
