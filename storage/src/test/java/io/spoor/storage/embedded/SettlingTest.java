package io.spoor.storage.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spoor.storage.contract.TestSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettlingTest extends EmbeddedFixture {
  private static final int MERGE_FACTOR = 16;

  /** Smaller segments are merged within the commit itself. */
  private static final int SEGMENT_BYTES = 2 << 20;

  @Test
  void letsGoOfMergedFilesWhileNothingIsWritten() {
    open();
    Random random = new Random(1);
    for (int i = 1; i <= MERGE_FACTOR; i++) {
      byte[] noise = new byte[SEGMENT_BYTES];
      random.nextBytes(noise);
      String text = new String(Base64.getEncoder().encode(noise), ISO_8859_1);
      write(TestSpan.span(i, i).tag("noise", text));
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
