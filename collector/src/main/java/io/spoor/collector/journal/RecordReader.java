package io.spoor.collector.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.collector.Received;
import io.spoor.storage.Tenant;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;

/**
 * Reads the records of one segment front to back, over whatever has become of them: only records
 * whose checksums hold are shown, everything else is stepped over. Holds one window of the file,
 * however large a record says it is. Confined to one thread.
 */
final class RecordReader implements Closeable {
  private static final int WINDOW = 256 << 10;

  private final JournalFile file;
  private final SegmentHeader segment;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
  // Where in the file the window starts.
  private long windowStart;
  private final ByteBuffer header =
      ByteBuffer.allocate(RecordHeader.FIXED + RecordHeader.MAX_TENANT_BYTES);
  private int headerLength;
  // Never read beyond: the writer is at work there.
  private long end;
  private long position;
  private long lastSequence;
  private long goodEnd;
  private Tenant tenant = Tenant.DEFAULT;
  private boolean headersTrusted;
  private long pauseAt = Long.MAX_VALUE;

  /**
   * @param position of a record, or right behind the segment's header
   * @param previousSequence of the record before it: those read must be higher
   */
  RecordReader(JournalFile file, SegmentHeader segment, long position, long previousSequence) {
    this.file = file;
    this.segment = segment;
    this.position = position;
    this.goodEnd = position;
    this.lastSequence = previousSequence;
    this.windowStart = position;
    window.limit(0);
  }

  /**
   * Takes headers for good that cannot be checked, because nobody knows the salt: what they say of
   * lengths and sequence must make sense, and bodies are checked as ever.
   */
  void trustHeaders() {
    headersTrusted = true;
  }

  /** Ends a search at that place, although more may follow: for who must not read on for long. */
  void pauseAt(long position) {
    pauseAt = position;
  }

  /** Where the next search begins. */
  long position() {
    return position;
  }

  /** The sequence of the last record that was found. */
  long sequence() {
    return lastSequence;
  }

  /** Where the last record that was found or skipped as not wanted ends. */
  long goodEnd() {
    return goodEnd;
  }

  /** Moves to the next intact record that ends at {@code end} or before it, and checks its body. */
  boolean verifyNext(long end) throws IOException {
    return advance(end, sequence -> true, new byte[0][]);
  }

  /**
   * Moves to the next intact record that is wanted, and reads it. Records nobody wants cost the
   * reading of their header.
   *
   * @return whether there is one; then {@code body[0]} is its body
   */
  boolean readNext(long end, LongPredicate wanted, byte[][] body) throws IOException {
    return advance(end, wanted, body);
  }

  /** Codes, spans and time of the record that was found last. */
  int format() {
    return header.get(13) & 0xff;
  }

  int transport() {
    return header.get(14) & 0xff;
  }

  int spans() {
    return header.getInt(32);
  }

  long receivedAtMillis() {
    return header.getLong(24);
  }

  /** The record that was found last, with the body that was read. */
  Received received(byte[] body) {
    int tenantLength = headerLength - RecordHeader.FIXED;
    String id = new String(header.array(), RecordHeader.FIXED, tenantLength, UTF_8);
    if (!id.equals(tenant.id())) {
      tenant = new Tenant(id);
    }
    return RecordHeader.received(header, tenant, body);
  }

  /** The header of the record that was found last, as it stands in the file. */
  ByteBuffer header() {
    return ByteBuffer.wrap(header.array(), 0, headerLength);
  }

  /** Whether behind the last good record the next one seems to begin, however damaged. */
  boolean beginsHere(long end) throws IOException {
    this.end = end;
    if (end - goodEnd < RecordHeader.FIXED || !fill(goodEnd, RecordHeader.FIXED)) {
      return false;
    }
    int offset = (int) (goodEnd - windowStart);
    return window.getInt(offset) == RecordHeader.MAGIC
        && window.getLong(offset + 16) == lastSequence + 1;
  }

  /**
   * Looks at what follows the last good record up to {@code end}.
   *
   * @return where the last byte that is not zero ends, or {@link #goodEnd} if they all are: room
   *     that was never written to
   */
  long lastTrace(long end) throws IOException {
    this.end = end;
    long last = goodEnd;
    long at = goodEnd;
    while (at < end && fill(at, 1)) {
      int offset = (int) (at - windowStart);
      for (int i = offset; i < window.limit(); i++) {
        if (window.get(i) != 0) {
          last = windowStart + i + 1;
        }
      }
      at = windowStart + window.limit();
    }
    return last;
  }

  private boolean advance(long end, LongPredicate wanted, byte[][] body) throws IOException {
    this.end = end;
    while (end - position >= RecordHeader.FIXED && position < pauseAt) {
      long recordBytes = headerAt(position);
      if (recordBytes == 0) {
        position += 8;
        continue;
      }
      long sequence = header.getLong(16);
      boolean isWanted = wanted.test(sequence);
      boolean intact = !isWanted || readBody(body);
      position += recordBytes;
      if (intact) {
        lastSequence = sequence;
        goodEnd = position;
        if (isWanted) {
          return true;
        }
      }
    }
    return false;
  }

  /** Reads the header at {@code at}: the bytes of its record, or 0 if there is none. */
  private long headerAt(long at) throws IOException {
    if (!fill(at, RecordHeader.FIXED)) {
      return 0;
    }
    int offset = (int) (at - windowStart);
    if (window.getInt(offset) != RecordHeader.MAGIC) {
      return 0;
    }
    int tenantLength = window.getShort(offset + 44) & 0xffff;
    int bodyLength = window.getInt(offset + 36);
    if (tenantLength > RecordHeader.MAX_TENANT_BYTES || bodyLength < 0) {
      return 0;
    }
    long recordBytes = RecordHeader.recordBytes(tenantLength, bodyLength);
    headerLength = RecordHeader.FIXED + tenantLength;
    if (recordBytes > end - at || !fill(at, headerLength)) {
      return 0;
    }
    window.get((int) (at - windowStart), header.array(), 0, headerLength);
    boolean intact = RecordHeader.isIntact(header.array(), headerLength, segment.salt());
    if ((!intact && !isPlausible(bodyLength)) || header.getLong(16) <= lastSequence) {
      return 0;
    }
    if (!RecordHeader.isKnown(header)) {
      throw new NewerVersionException(
          segment.fileName(),
          "record version " + header.get(12) + ", format " + (header.get(13) & 0xff) + " at " + at,
          String.valueOf(RecordHeader.VERSION));
    }
    return recordBytes;
  }

  private boolean isPlausible(int bodyLength) {
    return headersTrusted
        && RecordHeader.isKnown(header)
        && header.getInt(40) == bodyLength
        && header.getLong(16) > 0;
  }

  /** Reads the body behind the header; keeps it if {@code body} has a place for it. */
  private boolean readBody(byte[][] body) throws IOException {
    int length = header.getInt(36);
    long from = position + headerLength;
    CRC32C crc = new CRC32C();
    byte[] kept = body.length > 0 ? new byte[length] : new byte[0];
    int done = 0;
    while (done < length) {
      if (!fill(from + done, 1)) {
        return false;
      }
      int offset = (int) (from + done - windowStart);
      int count = Math.min(window.limit() - offset, length - done);
      crc.update(window.array(), offset, count);
      if (body.length > 0) {
        System.arraycopy(window.array(), offset, kept, done, count);
      }
      done += count;
    }
    if ((int) crc.getValue() != header.getInt(8)) {
      return false;
    }
    if (body.length > 0) {
      body[0] = kept;
    }
    return true;
  }

  /**
   * Sees to it that {@code count} bytes from {@code at} on are in the window, if they are there.
   */
  private boolean fill(long at, int count) throws IOException {
    if (at >= windowStart && at + count <= windowStart + window.limit()) {
      return true;
    }
    window.clear().limit((int) Math.min(WINDOW, end - at));
    windowStart = at;
    int read = 0;
    while (window.position() < count && window.hasRemaining() && read >= 0) {
      read = file.read(window, at + window.position());
    }
    window.flip();
    return window.limit() >= count;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
