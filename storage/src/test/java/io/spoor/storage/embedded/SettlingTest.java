package io.spoor.storage.embedded;

import io.spoor.storage.contract.TestSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettlingTest extends EmbeddedFixture {
  private static final int MERGE_FACTOR = 16;

  @Test
  void letsGoOfMergedFilesWhileNothingIsWritten() {
    open();
    for (int i = 1; i <= MERGE_FACTOR; i++) {
      write(TestSpan.span(i, i));
    }
    awaitUntil(() -> segments() < MERGE_FACTOR);
  }

  private long segments() {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".si")).count();
    } catch (IOException | UncheckedIOException e) {
      // A file went while it was looked at.
      return Long.MAX_VALUE;
    }
  }
}
