package io.spoor.collector.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes the active segment. Headers and bodies are gathered in one direct buffer (a channel would
 * copy each of them into one of its own anyway), so a group of small records is one system call.
 * Journal thread only.
 */
final class SegmentWriter implements Closeable {
  private static final byte[] PADDING = new byte[8];
  // Room made at once: what a file system has to note of it is noted with one sync in many.
  private static final int ALLOCATION = 4 << 20;

  private final JournalFile file;
  private final Segment segment;
  private final ByteBuffer staging;
  private final byte[] header = new byte[RecordHeader.FIXED + RecordHeader.MAX_TENANT_BYTES];
  private long end;
  private long nextSequence;
  private long flushed;
  private long allocated;

  private final long segmentBytes;

  private SegmentWriter(
      JournalFile file, Segment segment, ByteBuffer staging, long allocated, long segmentBytes) {
    this.file = file;
    this.segment = segment;
    this.staging = staging;
    this.end = segment.start();
    this.flushed = end;
    this.allocated = allocated;
    this.segmentBytes = segmentBytes;
    this.nextSequence = segment.firstSequence();
  }

  /** Makes a segment. When this returns, its name and its header are durable. */
  static SegmentWriter create(
      JournalFiles files, SegmentHeader header, ByteBuffer staging, long segmentBytes)
      throws IOException {
    return begin(
        files, files.create(header.fileName()), header.fileName(), header, staging, segmentBytes);
  }

  /**
   * Makes a segment of the file {@code spare}, whose name is durable and whose content nobody
   * needs. The blocks are there: not a single sync has to wait for the file system to note new
   * ones.
   */
  static SegmentWriter recycle(
      JournalFiles files, String spare, SegmentHeader header, ByteBuffer staging, long segmentBytes)
      throws IOException {
    return begin(files, files.overwrite(spare), spare, header, staging, segmentBytes);
  }

  private static SegmentWriter begin(
      JournalFiles files,
      JournalFile file,
      String name,
      SegmentHeader header,
      ByteBuffer staging,
      long segmentBytes)
      throws IOException {
    byte[] encoded = header.encode();
    long allocated;
    try {
      file.append(ByteBuffer.wrap(encoded));
      file.force();
      // Only now: a file with a segment's name always has its header.
      if (!name.equals(header.fileName())) {
        files.rename(name, header.fileName());
      }
      files.forceDirectory();
      allocated = file.size();
    } catch (IOException e) {
      try {
        file.close();
        files.delete(name);
        files.delete(header.fileName());
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    staging.clear();
    Segment segment = new Segment(header, encoded.length);
    return new SegmentWriter(file, segment, staging, allocated, segmentBytes);
  }

  Segment segment() {
    return segment;
  }

  /** Where the next record starts. */
  long end() {
    return end;
  }

  /** The sequence of the next record. */
  long nextSequence() {
    return nextSequence;
  }

  /** Writes a record: it is durable after {@link #force}. */
  void write(Append append) throws IOException {
    byte[] body = append.received().body();
    int headerLength =
        RecordHeader.encode(
            header, segment.header().salt(), nextSequence, append.received(), append.tenant());
    stage(header, headerLength);
    stage(body, body.length);
    stage(PADDING, (int) (append.recordBytes() - headerLength - body.length));
    end += append.recordBytes();
    append.written(nextSequence++, end);
  }

  /** Makes all records durable that were written. */
  void force() throws IOException {
    flush();
    file.force();
  }

  /** Cuts off what is not known to be good, and what was allocated for more. */
  void truncate() throws IOException {
    file.truncate(segment.end());
  }

  /**
   * Writes what stands behind the last record of a whole segment, and makes it durable.
   *
   * @return its bytes
   */
  long seal(byte[] footer) throws IOException {
    file.append(ByteBuffer.wrap(footer));
    // It is looked for at the end of the file.
    file.truncate(end + footer.length);
    file.force();
    return footer.length;
  }

  private void stage(byte[] source, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (!staging.hasRemaining()) {
        flush();
      }
      int count = Math.min(staging.remaining(), length - done);
      staging.put(source, done, count);
      done += count;
    }
  }

  private void flush() throws IOException {
    staging.flip();
    flushed += staging.remaining();
    if (flushed > allocated) {
      allocated = Math.max(flushed, Math.min(flushed + ALLOCATION, segmentBytes));
      file.allocate(allocated);
    }
    if (staging.hasRemaining()) {
      file.append(staging);
    }
    staging.clear();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
