package io.spoor.collector.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.spoor.collector.Received;
import io.spoor.collector.journal.Delivery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Map;

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
    byte[] line = line(delivery, reason);
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

  private static byte[] line(Delivery delivery, String reason) {
    Received received = delivery.received();
    StringBuilder line = new StringBuilder(256 + received.body().length * 4 / 3);
    line.append("{\"reason\":").append(quoted(reason));
    line.append(",\"sequence\":").append(delivery.sequence());
    line.append(",\"tenant\":").append(quoted(received.tenant().id()));
    line.append(",\"format\":").append(quoted(received.format().name()));
    line.append(",\"transport\":").append(quoted(received.transport().label()));
    line.append(",\"receivedAtMillis\":").append(received.receivedAtMillis());
    line.append(",\"spans\":").append(received.spans());
    line.append(",\"collectorTags\":{");
    String separator = "";
    for (Map.Entry<String, String> tag : delivery.collectorTags().asMap().entrySet()) {
      line.append(separator).append(quoted(tag.getKey())).append(':');
      line.append(quoted(tag.getValue()));
      separator = ",";
    }
    line.append("},\"body\":\"").append(Base64.getEncoder().encodeToString(received.body()));
    return line.append("\"}\n").toString().getBytes(UTF_8);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < 0x20) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
