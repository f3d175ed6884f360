package io.spoor.collector.journal;

import static io.spoor.collector.journal.Records.number;
import static io.spoor.collector.journal.Records.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.ProcessTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking into a directory, sound or not, while a Spoor runs or not. */
final class JournalReaderTest {
  private static final int RECORD = (int) RecordHeader.recordBytes(0, 100);

  @TempDir Path directory;

  @Test
  void tellsWhatIsThereAndWhatTheStoreHas() throws Exception {
    SegmentedJournal journal = fill(20);
    for (int i = 0; i < 5; i++) {
      journal.release(journal.take(Duration.ZERO).orElseThrow());
    }
    journal.close();
    List<StoredRecord> records = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory, true)) {
      List<SegmentReport> reports = reader.read(records::add);
      SegmentReport first = reports.get(0);
      assertTrue(first.isSealed());
      assertEquals(Optional.of(1), first.version());
      assertEquals(20, first.records());
      assertEquals(15, first.waiting());
      assertEquals(60, first.spans());
      assertEquals(Map.of(SpanFormat.OTLP_PROTO, 20L), first.formats());
      assertEquals(Map.of("", 20L), first.tenants());
      assertEquals(Optional.of(1_000_006L), first.oldestMillis());
      assertEquals(Optional.of(1_000_020L), first.newestMillis());
      assertEquals("", first.remark());
      assertEquals(0, first.damaged());
    }
    assertEquals(LongStream.rangeClosed(1, 20).boxed().toList(), numbers(records));
    assertEquals(15, records.stream().filter(record -> !record.isReleased()).count());
    assertTrue(records.stream().allMatch(StoredRecord::isVerified));
  }

  @Test
  void leavesALiveJournalAloneUnlessItIsToldThatItMayLook() throws Exception {
    SegmentedJournal journal = fill(10);
    IOException refused =
        assertThrows(IOException.class, () -> JournalReader.open(directory, true));
    assertTrue(refused.getMessage().contains("in use by another process"), refused.getMessage());
    List<StoredRecord> records = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory, false)) {
      reader.read(records::add);
    }
    assertEquals(10, records.size());
    JournalContract.await(journal.append(record(11, 100)));
    journal.close();
  }

  @Test
  void takesEveryRecordOutOfASegmentWhicheverByteOfItsHeaderIsDamaged() throws Exception {
    fill(5).close();
    Path segment = segment();
    byte[] intact = Files.readAllBytes(segment);
    Path aside = directory.resolve(segment.getFileName() + ".bad");
    Files.move(segment, aside);
    for (int at = 0; at < 48; at++) {
      byte[] damaged = intact.clone();
      damaged[at] ^= 0x55;
      Files.write(aside, damaged);
      List<StoredRecord> records = new ArrayList<>();
      SegmentReport report = read(records).get(0);
      assertTrue(report.isSetAside());
      assertTrue(report.remark().contains("header is damaged"), report.remark());
      assertEquals(List.of(1L, 2L, 3L, 4L, 5L), numbers(records), "byte " + at);
      assertEquals(at < 32 || at >= 40, records.get(0).isVerified(), "byte " + at);
    }
  }

  @Test
  void tellsHowManyRecordsAreDamaged() throws Exception {
    fill(5).close();
    byte[] bytes = Files.readAllBytes(segment());
    bytes[SegmentHeader.BLOCK + RECORD + 60] ^= 1;
    bytes[SegmentHeader.BLOCK + 4 * RECORD + 60] ^= 1;
    Files.write(segment(), bytes);
    List<StoredRecord> records = new ArrayList<>();
    SegmentReport report = read(records).get(0);
    assertEquals(2, report.damaged());
    assertEquals(List.of(1L, 3L, 4L), numbers(records));
  }

  @Test
  void readsAnythingWithoutFailing() throws Exception {
    fill(5).close();
    byte[] intact = Files.readAllBytes(segment());
    long seed = Long.getLong("spoor.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = java.util.Arrays.copyOf(intact, random.nextInt(intact.length + 100));
      for (int flips = random.nextInt(30); flips > 0 && bytes.length > 0; flips--) {
        int span = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 64);
        bytes[random.nextInt(span)] = (byte) random.nextInt();
      }
      Files.write(segment(), bytes);
      List<StoredRecord> records = new ArrayList<>();
      List<SegmentReport> reports = read(records);
      assertEquals(1, reports.size(), "seed " + seed);
      assertTrue(records.size() <= 5, "seed " + seed);
      assertFalse(reports.get(0).damaged() < 0, "seed " + seed);
    }
  }

  private List<SegmentReport> read(List<StoredRecord> records)
      throws IOException, InterruptedException {
    try (JournalReader reader = JournalReader.open(directory, true)) {
      return reader.read(records::add);
    }
  }

  private static List<Long> numbers(List<StoredRecord> records) {
    return records.stream().map(record -> number(record.delivery().received())).toList();
  }

  private Path segment() {
    return directory.resolve(SegmentHeader.fileName(1));
  }

  private SegmentedJournal fill(int count) throws Exception {
    SegmentedJournal journal =
        SegmentedJournal.open(
            directory, JournalOptions.DEFAULTS, ProcessTags.NONE, new SimpleMeterRegistry());
    for (int i = 1; i <= count; i++) {
      JournalContract.await(journal.append(record(i, 100)));
    }
    return journal;
  }
}
