package io.spoor.collector.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Writes segments as the first Spoor did, from the description of its format and not with the code
 * under test: no footers, nothing behind the last record but zeros.
 */
final class Version1 {
  static final int HEADER = 4096;

  private Version1() {}

  /** A header without tags, of any version: such as one to come. */
  static byte[] header(int version, long number, long firstSequence, long salt) {
    ByteBuffer out = ByteBuffer.allocate(HEADER);
    out.put("SPOORJNL".getBytes(UTF_8));
    out.putLong(0, 0x53504f4f524a4e4cL);
    out.putInt(8, version).putInt(12, HEADER);
    out.putLong(16, number).putLong(24, firstSequence).putLong(32, salt);
    out.putShort(40, (short) 0).putShort(42, (short) 0);
    out.putInt(44, crc(out.array(), 0, 44));
    if (version > 1) {
      // The rule for all versions to come.
      out.putInt(HEADER - 4, crc(out.array(), 0, HEADER - 4));
    }
    return out.array();
  }

  /** A segment with that many records of 100 bytes, and room for more. */
  static byte[] segment(long number, long firstSequence, int records, int room) {
    long salt = 0x1234_5678_9abc_def0L + number;
    ByteBuffer out = ByteBuffer.allocate(HEADER + records * 152 + room);
    out.put(header(1, number, firstSequence, salt));
    for (int i = 0; i < records; i++) {
      out.put(record(salt, firstSequence + i));
    }
    return out.array();
  }

  private static byte[] record(long salt, long sequence) {
    ByteBuffer out = ByteBuffer.allocate(152);
    out.putInt(0, 0x53505231);
    out.put(12, (byte) 1).put(13, (byte) Records.record(1, 8).format().code());
    out.put(14, (byte) 2).put(15, (byte) 0);
    out.putLong(16, sequence).putLong(24, 1_000_000 + sequence);
    out.putInt(32, 3).putInt(36, 100).putInt(40, 100);
    out.putLong(48, sequence);
    out.putInt(8, crc(out.array(), 48, 100));
    ByteBuffer covered = ByteBuffer.allocate(48).putLong(0, salt);
    covered.put(8, out.array(), 8, 40);
    out.putInt(4, crc(covered.array(), 0, 48));
    return out.array();
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
