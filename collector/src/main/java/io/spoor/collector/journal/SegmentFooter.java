package io.spoor.collector.journal;

import io.spoor.collector.Transport;
import io.spoor.proto.codec.SpanFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What stands behind the last record of a segment that nothing more will be appended to: all that a
 * start must know of it, so that only segments without one are read as a whole. Version 1,
 * big-endian.
 *
 * <pre>
 *  0 magic, 4          4 CRC32C of the salt and all from 8 on, 4
 *  8 version, 2       10 highest version of a record, 2   12 length of the footer, 4
 * 16 next sequence, 8 24 end of the last record, 8        32 spans, 8
 * 40 formats, 4       44 transports, 4: a bit for each code   48 count of points, 4   52 zero, 4
 * 56 points: sequence, 8   received at, ms, 8
 *    length of the footer, 4   magic, 4
 * </pre>
 *
 * <p>It vouches for what was durable before it was written, not for what becomes of it: bodies and
 * headers of records are checked when they are read. A footer that is damaged or missing costs the
 * reading of the segment. A program that knows no footers cuts it off as a torn tail and loses
 * nothing.
 *
 * @param nextSequence behind the last record's
 * @param end of the last record in the file, where the footer begins
 * @param spans of all records
 */
record SegmentFooter(
    long nextSequence, long end, long spans, int formats, int transports, ArrivalTimes times) {
  static final int MAGIC = 0x53504654;
  private static final int VERSION = 1;
  private static final int FIXED = 56;
  private static final int TRAILER = 8;
  private static final int MAX_SIZE = FIXED + TRAILER + ArrivalTimes.MAX_POINTS * 16;

  /** Of a segment as it is now. */
  static SegmentFooter of(Segment segment) {
    return of(segment, segment.end());
  }

  /** The same in a file where its records end at {@code end}. */
  static SegmentFooter of(Segment segment, long end) {
    return new SegmentFooter(
        segment.nextSequence(),
        end,
        segment.spans(),
        segment.formats(),
        segment.transports(),
        segment.times());
  }

  byte[] encode(long salt) {
    int size = FIXED + TRAILER + times.count() * 16;
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putInt(MAGIC).putInt(0);
    out.putShort((short) VERSION).putShort((short) RecordHeader.VERSION).putInt(size);
    out.putLong(nextSequence).putLong(end).putLong(spans);
    out.putInt(formats).putInt(transports).putInt(times.count()).putInt(0);
    for (int i = 0; i < times.count(); i++) {
      out.putLong(times.sequence(i)).putLong(times.millis(i));
    }
    out.putInt(size).putInt(MAGIC);
    out.putInt(4, crc(salt, out.array(), size));
    return out.array();
  }

  /** What stands at the end of a segment's file. */
  sealed interface Found {
    /** The segment was sealed. */
    record Intact(SegmentFooter footer, int size) implements Found {}

    /** Nothing that looks like one. */
    record Absent() implements Found {}

    /** There is one, and it is not what was written. */
    record Damaged() implements Found {}
  }

  /**
   * Reads the footer at the end of a segment's file.
   *
   * @throws NewerVersionException if it is intact and speaks of what this program does not know
   */
  static Found readLast(JournalFile file, SegmentHeader segment, Clocks.Start now)
      throws IOException {
    long size = file.size();
    if (size < SegmentHeader.BLOCK + FIXED + TRAILER) {
      return new Found.Absent();
    }
    ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
    if (!readFully(file, trailer, size - TRAILER) || trailer.getInt(4) != MAGIC) {
      return new Found.Absent();
    }
    long at = size - trailer.getInt(0);
    Found found = at < SegmentHeader.BLOCK ? new Found.Absent() : read(file, segment, at, now);
    return found instanceof Found.Absent ? new Found.Damaged() : found;
  }

  /** The same for one that begins at {@code at}. */
  static Found read(JournalFile file, SegmentHeader segment, long at, Clocks.Start now)
      throws IOException {
    ByteBuffer fixed = ByteBuffer.allocate(FIXED);
    if (!readFully(file, fixed, at) || fixed.getInt(0) != MAGIC) {
      return new Found.Absent();
    }
    int size = fixed.getInt(12);
    if (size < FIXED + TRAILER || size > MAX_SIZE) {
      return new Found.Damaged();
    }
    ByteBuffer whole = ByteBuffer.allocate(size);
    if (!readFully(file, whole, at)
        || whole.getInt(4) != crc(segment.salt(), whole.array(), size)
        || whole.getLong(24) != at
        || whole.getLong(16) < segment.firstSequence()) {
      return new Found.Damaged();
    }
    return decode(whole, segment, now);
  }

  private static Found decode(ByteBuffer in, SegmentHeader segment, Clocks.Start now)
      throws NewerVersionException {
    if (in.getShort(8) != VERSION || in.getShort(10) > RecordHeader.VERSION) {
      throw new NewerVersionException(
          segment.fileName(),
          "footer " + in.getShort(8) + ", records " + in.getShort(10),
          VERSION + " and " + RecordHeader.VERSION);
    }
    int formats = in.getInt(40);
    int transports = in.getInt(44);
    if ((formats & ~knownFormats()) != 0 || (transports & ~knownTransports()) != 0) {
      throw new NewerVersionException(
          segment.fileName(),
          "formats " + Integer.toHexString(formats),
          Integer.toHexString(knownFormats()));
    }
    int points = in.getInt(48);
    if (points < 0
        || points > ArrivalTimes.MAX_POINTS
        || in.capacity() != FIXED + TRAILER + points * 16) {
      return new Found.Damaged();
    }
    ArrivalTimes times = new ArrivalTimes();
    for (int i = 0; i < points; i++) {
      long millis = in.getLong(FIXED + i * 16 + 8);
      times.add(in.getLong(FIXED + i * 16), millis, now.nanosOf(millis));
    }
    SegmentFooter footer =
        new SegmentFooter(
            in.getLong(16), in.getLong(24), in.getLong(32), formats, transports, times);
    return new Found.Intact(footer, in.capacity());
  }

  private static int knownFormats() {
    int bits = 0;
    for (SpanFormat format : SpanFormat.values()) {
      bits |= bit(format.code());
    }
    return bits;
  }

  private static int knownTransports() {
    int bits = 0;
    for (Transport transport : Transport.values()) {
      bits |= bit(transport.code());
    }
    return bits;
  }

  /** Codes above the last bit share it: they are told by the records themselves. */
  static int bit(int code) {
    return 1 << Math.min(code, Integer.SIZE - 1);
  }

  private static boolean readFully(JournalFile file, ByteBuffer target, long at)
      throws IOException {
    while (target.hasRemaining()) {
      if (file.read(target, at + target.position()) < 0) {
        return false;
      }
    }
    return true;
  }

  private static int crc(long salt, byte[] footer, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, salt));
    crc.update(footer, 8, length - 8);
    return (int) crc.getValue();
  }
}
