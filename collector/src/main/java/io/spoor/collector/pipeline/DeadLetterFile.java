package io.spoor.collector.pipeline;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

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
    try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE)) {
      append(channel, line);
    }
  }

  /** Writes a line of its own, or none of it. */
  private static void append(FileChannel channel, byte[] line) throws IOException {
    long size = channel.size();
    ByteBuffer rest = ByteBuffer.allocate(line.length + 1);
    if (!endsWithNewline(channel, size)) {
      // The rest of a line that a crash cut off: it must not take this one with it.
      rest.put((byte) '\n');
    }
    rest.put(line).flip();
    try {
      for (long at = size; rest.hasRemaining(); ) {
        at += channel.write(rest, at);
      }
      channel.force(true);
    } catch (IOException e) {
      channel.truncate(size);
      throw e;
    }
  }

  private static boolean endsWithNewline(FileChannel channel, long size) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return size == 0 || (channel.read(last, size - 1) == 1 && last.get(0) == '\n');
  }
}
