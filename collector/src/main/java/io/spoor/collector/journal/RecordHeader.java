package io.spoor.collector.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.collector.Received;
import io.spoor.collector.Transport;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.storage.Tenant;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What stands before each body: version 1, big-endian. Records start at multiples of 8.
 *
 * <pre>
 *  0 magic, 4       4 CRC32C of the salt and all of the header from 8 on, 4
 *  8 CRC32C of the body, 4   12 version, 1   13 format, 1   14 transport, 1   15 flags, 1 (none yet)
 * 16 sequence, 8   24 received at, ms, 8     32 spans, 4    36 length of the body, 4
 * 40 length of the body when inflated, 4     44 length of the tenant, 2       46 zero, 2
 * 48 tenant, UTF-8; then the body; then zeros up to a multiple of 8
 * </pre>
 *
 * <p>Two checksums, so that a length is known to be true before anything is read or allocated
 * because of it, and so that a body gone bad costs that record alone.
 */
final class RecordHeader {
  static final int MAGIC = 0x53505231;
  static final int VERSION = 1;
  static final int FIXED = 48;
  static final int MAX_TENANT_BYTES = 1024;

  private RecordHeader() {}

  /** Bytes of the whole record on disk. */
  static long recordBytes(int tenantBytes, int bodyBytes) {
    return (FIXED + tenantBytes + (long) bodyBytes + 7) & ~7L;
  }

  static byte[] tenantBytes(Tenant tenant) {
    byte[] bytes = tenant.id().getBytes(UTF_8);
    if (bytes.length > MAX_TENANT_BYTES) {
      throw new IllegalArgumentException("tenant of " + bytes.length + " bytes");
    }
    return bytes;
  }

  /** Fills {@code target}, an array of at least the header's length, and returns that length. */
  static int encode(byte[] target, long salt, long sequence, Received received, byte[] tenant) {
    int length = FIXED + tenant.length;
    ByteBuffer out = ByteBuffer.wrap(target, 0, length);
    CRC32C crc = new CRC32C();
    crc.update(received.body());
    out.putInt(0, MAGIC);
    out.putInt(8, (int) crc.getValue());
    out.put(12, (byte) VERSION);
    out.put(13, (byte) received.format().code());
    out.put(14, (byte) received.transport().code());
    out.put(15, (byte) 0);
    out.putLong(16, sequence);
    out.putLong(24, received.receivedAtMillis());
    out.putInt(32, received.spans());
    out.putInt(36, received.body().length);
    out.putInt(40, received.body().length);
    out.putShort(44, (short) tenant.length);
    out.putShort(46, (short) 0);
    out.position(FIXED).put(tenant);
    out.putInt(4, crc(salt, target, length));
    return length;
  }

  /** Whether {@code header}, whole with its tenant, is one of a segment with that salt. */
  static boolean isIntact(byte[] header, int length, long salt) {
    return ByteBuffer.wrap(header).getInt(4) == crc(salt, header, length);
  }

  /** What a record says, once its header is known to be intact. */
  static Received received(ByteBuffer header, Tenant tenant, byte[] body) {
    return new Received(
        tenant,
        SpanFormat.ofCode(header.get(13) & 0xff).orElseThrow(),
        Transport.ofCode(header.get(14) & 0xff).orElseThrow(),
        header.getLong(24),
        header.getInt(32),
        body);
  }

  /** Whether this program knows everything an intact header speaks of. */
  static boolean isKnown(ByteBuffer header) {
    return header.get(12) == VERSION
        && header.get(15) == 0
        && SpanFormat.ofCode(header.get(13) & 0xff).isPresent()
        && Transport.ofCode(header.get(14) & 0xff).isPresent();
  }

  private static int crc(long salt, byte[] header, int length) {
    CRC32C crc = new CRC32C();
    for (int shift = 56; shift >= 0; shift -= 8) {
      crc.update((int) (salt >>> shift) & 0xff);
    }
    crc.update(header, 8, length - 8);
    return (int) crc.getValue();
  }
}
