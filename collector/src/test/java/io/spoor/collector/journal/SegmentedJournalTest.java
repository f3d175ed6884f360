package io.spoor.collector.journal;

import static io.spoor.collector.journal.Records.number;
import static io.spoor.collector.journal.Records.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.model.ProcessTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on real files, and what only real files show. */
final class SegmentedJournalTest extends JournalContract {
  @TempDir Path directory;

  @Override
  Journal open(long maxBytes, ProcessTags tags) throws IOException {
    JournalOptions options = new JournalOptions(maxBytes, 64 << 20, 1 << 20, 50_000);
    return SegmentedJournal.open(directory.resolve("journal"), options, tags, registry);
  }

  @Test
  void keepsASecondProcessOut() {
    IOException refused = assertThrows(IOException.class, () -> open(1 << 20, ProcessTags.NONE));
    assertTrue(refused.getMessage().contains(directory.toString()), refused.getMessage());
    assertTrue(refused.getMessage().contains("in use by another process"), refused.getMessage());
  }

  @Test
  void deliversAfterARestartWhatWasNotReleased() throws Exception {
    Path other = directory.resolve("other");
    SegmentedJournal first = open(other);
    for (int i = 1; i <= 500; i++) {
      await(first.append(record(i, 3000)));
    }
    List<Long> expected = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      Delivery delivery = first.take(PATIENCE).orElseThrow();
      if (i % 3 == 0) {
        expected.add(number(delivery.received()));
      } else {
        first.release(delivery);
      }
    }
    expected.sort(null);
    first.close();

    SegmentedJournal second = open(other);
    List<Long> actual = new ArrayList<>();
    while (actual.size() < expected.size()) {
      Delivery delivery = second.take(PATIENCE).orElseThrow();
      actual.add(number(delivery.received()));
      second.release(delivery);
    }
    assertEquals(expected, actual.stream().sorted().toList());
    assertTrue(second.take(java.time.Duration.ZERO).isEmpty());
    second.close();
    try (Stream<Path> files = Files.list(other)) {
      assertEquals(
          List.of("lock", "progress"),
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.startsWith("segment-") && !SegmentHeader.isSpare(name))
              .sorted()
              .toList());
    }
    try (Stream<Path> files = Files.list(other)) {
      assertTrue(files.count() <= 5, "spent segments are deleted, but for two to use again");
    }
  }

  private static SegmentedJournal open(Path directory) throws IOException {
    return SegmentedJournal.open(
        directory,
        new JournalOptions(8 << 20, 64 << 20, 1 << 20, 100_000),
        ProcessTags.NONE,
        new SimpleMeterRegistry());
  }
}
