package io.spoor.collector.journal;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Remembers which records were released, so that a restart does not write them to the store again.
 * Never forced: a file that is old, torn or gone costs a replay and loses nothing, because what it
 * says was true when it was written and segments are named by their salt.
 *
 * <pre>
 * magic, 8   version, 4   count, 4   then for each segment: salt, 8   words, 4   released bits, 8 each
 * CRC32C of all before it, 4
 * </pre>
 */
final class Progress {
  static final String FILE = "progress";
  private static final long MAGIC = 0x53504f4f5250524fL;
  private static final int VERSION = 1;
  private static final int FIXED = 20;
  private static final int MAX_BYTES = 16 << 20;

  private Progress() {}

  /**
   * Salt of a segment to its released records.
   *
   * @return empty if the file is there and is not what was written
   */
  static Optional<Map<Long, BitSet>> read(JournalFiles files) throws IOException {
    if (!files.list().contains(FILE)) {
      return Optional.of(Map.of());
    }
    try (JournalFile file = files.open(FILE)) {
      long size = file.size();
      if (size < FIXED || size > MAX_BYTES) {
        return Optional.empty();
      }
      ByteBuffer in = ByteBuffer.allocate((int) size);
      while (in.hasRemaining() && file.read(in, in.position()) >= 0) {}
      return in.hasRemaining() ? Optional.empty() : decode(in.array());
    }
  }

  /** Reads what {@link #encode} has made, or finds that it is not. */
  static Optional<Map<Long, BitSet>> decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int crcAt = bytes.length - 4;
    if (bytes.length < FIXED
        || in.getInt(crcAt) != crc(bytes, crcAt)
        || in.getLong() != MAGIC
        || in.getInt() != VERSION) {
      return Optional.empty();
    }
    Map<Long, BitSet> released = new HashMap<>();
    try {
      for (int left = in.getInt(); left > 0; left--) {
        long salt = in.getLong();
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / 8) {
          return Optional.empty();
        }
        long[] words = new long[count];
        in.asLongBuffer().get(words);
        in.position(in.position() + words.length * 8);
        released.put(salt, BitSet.valueOf(words));
      }
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
    return Optional.of(released);
  }

  static void write(JournalFiles files, Map<Long, BitSet> released) throws IOException {
    try (JournalFile file = files.create(FILE)) {
      file.append(ByteBuffer.wrap(encode(released)));
    }
  }

  static byte[] encode(Map<Long, BitSet> released) {
    List<Map.Entry<Long, long[]>> entries = new ArrayList<>();
    long size = FIXED;
    for (Map.Entry<Long, BitSet> entry : released.entrySet()) {
      long[] words = entry.getValue().toLongArray();
      if (size + 12 + words.length * 8L > MAX_BYTES) {
        break;
      }
      size += 12 + words.length * 8L;
      entries.add(Map.entry(entry.getKey(), words));
    }
    ByteBuffer out = ByteBuffer.allocate((int) size);
    out.putLong(MAGIC).putInt(VERSION).putInt(entries.size());
    for (Map.Entry<Long, long[]> entry : entries) {
      out.putLong(entry.getKey()).putInt(entry.getValue().length);
      for (long word : entry.getValue()) {
        out.putLong(word);
      }
    }
    out.putInt(crc(out.array(), out.position()));
    return out.array();
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
