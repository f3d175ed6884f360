package io.spoor.collector.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.ProcessTags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What stands at the start of a segment: version 1, big-endian, padded with zeros to whole blocks.
 *
 * <pre>
 *  0 magic "SPOORJNL"   8 version, 4 bytes   12 size of the header with padding, 4   16 number, 8
 * 24 first sequence, 8  32 salt, 8           40 flags, 2   42 count of tags, 2
 * 44 tags: key and value, each a length of 4 bytes and UTF-8;  then CRC32C of all before it, 4
 *    with the flag of a compacted segment: count of words, 4   words, 8 each   CRC32C of these, 4
 * </pre>
 *
 * <p>The words are bits by sequence minus the first one: the records that a compacted segment was
 * left with. A Spoor that knows no such segments takes the others, which were stored, for damaged.
 *
 * <p>Whatever a later version puts behind the first 16 bytes, the last 4 of its header are the
 * CRC32C of all before them: so a program that does not know it can tell it from a damaged one.
 *
 * <p>The header is durable before any record is written, so a file without a whole one that is no
 * longer than a header never held a record.
 *
 * @param number of the segment, rising; its file is named after it
 * @param firstSequence of its first record, when there is one
 * @param salt random: records carry a checksum over it, so that neither a record from elsewhere
 *     (old disk blocks) nor one a sender has hidden in a body is taken for one of this segment
 * @param recycled whether its file was another segment's before, whose records follow its own
 * @param compacted whether its file was made anew without records that were released
 * @param tags the collector's, in force when its records were received
 */
record SegmentHeader(
    long number,
    long firstSequence,
    long salt,
    boolean recycled,
    boolean compacted,
    ProcessTags tags) {
  static final int VERSION = 1;
  static final int BLOCK = 4096;
  private static final long MAGIC = 0x53504f4f524a4e4cL;
  private static final int FIXED = 44;
  private static final int MAX_SIZE = 1 << 20;
  private static final int RECYCLED = 1;
  private static final int COMPACTED = 2;
  private static final String PREFIX = "segment-";
  private static final String SPARE_PREFIX = "spare-";

  /** Of a segment as it is begun. */
  SegmentHeader(long number, long firstSequence, long salt, boolean recycled, ProcessTags tags) {
    this(number, firstSequence, salt, recycled, false, tags);
  }

  /** The segment's file. Names sort as numbers do. */
  static String fileName(long number) {
    return PREFIX + String.format("%016x", number);
  }

  /** What the segment's file is called once nothing in it is needed, until it is used again. */
  String spareName() {
    return SPARE_PREFIX + fileName();
  }

  /** What its file is called while it is made anew; one that is left over goes as spares do. */
  String draftName() {
    return SPARE_PREFIX + "compacted-" + fileName();
  }

  static boolean isSpare(String fileName) {
    return fileName.startsWith(SPARE_PREFIX);
  }

  /** The segment's number, if a segment's file is called so. */
  static Optional<Long> numberOf(String fileName) {
    if (!fileName.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      long number = Long.parseLong(fileName.substring(PREFIX.length()), 16);
      return fileName.equals(fileName(number)) ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  String fileName() {
    return fileName(number);
  }

  /** The whole header. The first record follows right behind it. */
  byte[] encode() {
    return encode(false, new long[0]).orElseThrow();
  }

  /**
   * The same with the records that the segment is left with, by sequence minus the first one.
   *
   * @return empty if they are too many for a header
   */
  Optional<byte[]> encode(BitSet kept) {
    return encode(true, kept.toLongArray());
  }

  private Optional<byte[]> encode(boolean compacts, long[] kept) {
    int size = FIXED + 4 + (compacts ? 8 + kept.length * 8 : 0);
    for (Map.Entry<String, String> tag : tags.asMap().entrySet()) {
      size += 8 + tag.getKey().getBytes(UTF_8).length + tag.getValue().getBytes(UTF_8).length;
    }
    int padded = (size + BLOCK - 1) / BLOCK * BLOCK;
    if (padded > MAX_SIZE && compacts) {
      return Optional.empty();
    }
    if (padded > MAX_SIZE) {
      throw new IllegalArgumentException("collector tags of " + size + " bytes");
    }
    ByteBuffer out = ByteBuffer.allocate(padded);
    out.putLong(MAGIC).putInt(VERSION).putInt(padded);
    out.putLong(number).putLong(firstSequence).putLong(salt);
    // A file that was made anew has nothing of others behind its records.
    out.putShort((short) (compacts ? COMPACTED : recycled ? RECYCLED : 0));
    out.putShort((short) tags.asMap().size());
    tags.asMap()
        .forEach(
            (key, value) -> {
              byte[] keyBytes = key.getBytes(UTF_8);
              byte[] valueBytes = value.getBytes(UTF_8);
              out.putInt(keyBytes.length).put(keyBytes).putInt(valueBytes.length).put(valueBytes);
            });
    out.putInt(crc(out.array(), 0, out.position()));
    if (compacts) {
      int from = out.position();
      out.putInt(kept.length);
      for (long word : kept) {
        out.putLong(word);
      }
      out.putInt(crc(out.array(), from, out.position()));
    }
    return Optional.of(out.array());
  }

  /**
   * What {@link #read} found.
   *
   * @param kept of a compacted segment, the records it was left with, by sequence minus the first
   *     one; empty if that is damaged
   */
  record Located(SegmentHeader header, int size, Optional<BitSet> kept) {}

  /**
   * Reads the header of a segment.
   *
   * @return empty if there is no whole one
   * @throws NewerVersionException if it is intact and of a version this program does not know
   * @throws IOException if it cannot be read
   */
  static Optional<Located> read(JournalFile file, String name) throws IOException {
    ByteBuffer fixed = ByteBuffer.allocate(FIXED);
    if (!readFully(file, fixed) || fixed.getLong(0) != MAGIC) {
      return Optional.empty();
    }
    int version = fixed.getInt(8);
    int size = fixed.getInt(12);
    if (size < FIXED + 4 || size > MAX_SIZE || size % BLOCK != 0) {
      return Optional.empty();
    }
    ByteBuffer whole = ByteBuffer.allocate(size);
    if (!readFully(file, whole)) {
      return Optional.empty();
    }
    if (version > VERSION && isIntact(whole, size)) {
      throw new NewerVersionException(name, "format version " + version, String.valueOf(VERSION));
    }
    return version == VERSION
        ? decode(whole).map(header -> new Located(header, size, header.kept(whole)))
        : Optional.empty();
  }

  /** Whether a header of a version to come is what was written, by the rule for all of them. */
  private static boolean isIntact(ByteBuffer whole, int size) {
    byte[] covered = new byte[size - 4];
    whole.get(0, covered);
    return whole.getInt(size - 4) == crc(covered, 0, covered.length);
  }

  private static Optional<SegmentHeader> decode(ByteBuffer whole) {
    whole.position(FIXED);
    Map<String, String> tags = new LinkedHashMap<>();
    for (int left = whole.getShort(42); left > 0; left--) {
      Optional<String> key = text(whole);
      Optional<String> value = text(whole);
      if (key.isEmpty() || value.isEmpty()) {
        return Optional.empty();
      }
      tags.put(key.get(), value.get());
    }
    byte[] covered = new byte[whole.position()];
    whole.get(0, covered);
    if (whole.remaining() < 4 || whole.getInt() != crc(covered, 0, covered.length)) {
      return Optional.empty();
    }
    return Optional.of(
        new SegmentHeader(
            whole.getLong(16),
            whole.getLong(24),
            whole.getLong(32),
            (whole.getShort(40) & RECYCLED) != 0,
            (whole.getShort(40) & COMPACTED) != 0,
            ProcessTags.of(tags)));
  }

  /** Reads on behind what {@link #decode} has read. */
  private Optional<BitSet> kept(ByteBuffer whole) {
    int from = whole.position();
    int count = compacted && whole.remaining() >= 8 ? whole.getInt() : -1;
    if (count < 0 || count > (whole.remaining() - 4) / 8) {
      return Optional.empty();
    }
    long[] words = new long[count];
    whole.asLongBuffer().get(words);
    whole.position(whole.position() + count * 8);
    byte[] covered = new byte[whole.position() - from];
    whole.get(from, covered);
    return whole.getInt() == crc(covered, 0, covered.length)
        ? Optional.of(BitSet.valueOf(words))
        : Optional.empty();
  }

  /** Whether a header too damaged to be read seems to be one of a compacted segment. */
  static boolean seemsCompacted(ByteBuffer raw) {
    return (raw.getShort(40) & COMPACTED) != 0;
  }

  private static Optional<String> text(ByteBuffer in) {
    if (in.remaining() < 4) {
      return Optional.empty();
    }
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      return Optional.empty();
    }
    byte[] text = new byte[length];
    in.get(text);
    return Optional.of(new String(text, UTF_8));
  }

  private static boolean readFully(JournalFile file, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (file.read(target, target.position()) < 0) {
        return false;
      }
    }
    return true;
  }

  private static int crc(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }
}
