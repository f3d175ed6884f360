package io.spoor.collector.pipeline;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.spoor.collector.journal.Delivery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Dead letters as JSON, one to a line, in the journal's directory: why, what came with it, and the
 * body as it was received in base64. Full, the file becomes the older one of two, whose predecessor
 * is dropped: a flood keeps the newest. Pipeline thread only.
 */
public final class DeadLetterFile implements DeadLetters {
  static final String FILE = "dead-letters.ndjson";
  static final String OLDER = "dead-letters.old.ndjson";

  private final Path file;
  private final Path older;
  private final long maxBytes;

  /**
   * @param maxBytes of both files together; a larger record gets a file for itself
   */
  public DeadLetterFile(Path directory, long maxBytes) {
    this.file = directory.resolve(FILE);
    this.older = directory.resolve(OLDER);
    this.maxBytes = maxBytes;
  }

  @Override
  public void bury(Delivery delivery, String reason) throws IOException {
    byte[] line = DeadLetter.line(delivery, reason);
    long size = Files.exists(file) ? Files.size(file) : 0;
    if (size > 0 && size + line.length > maxBytes / 2) {
      Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel channel = FileChannel.open(file, CREATE, APPEND)) {
      ByteBuffer rest = ByteBuffer.wrap(line);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }
}
