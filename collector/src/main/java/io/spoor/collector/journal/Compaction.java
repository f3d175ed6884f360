package io.spoor.collector.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One segment's file made anew without what was released when it began. Journal thread only, as the
 * deletion of segments is: the segment's file is its own until it ends.
 */
final class Compaction implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
  private static final byte[] PADDING = new byte[8];

  private final JournalFiles files;
  private final SparseSegments segments;
  private final Segment segment;
  private final ByteBuffer staging;
  private final String draft;
  private BitSet kept = new BitSet(0);
  private long sourceEnd;
  private long copied;
  private long headerBytes;
  private long end;
  private long reclaimed;
  private Optional<RecordReader> source = Optional.empty();
  private Optional<JournalFile> target = Optional.empty();
  private boolean isRenamed;

  Compaction(JournalFiles files, SparseSegments segments, Segment segment, ByteBuffer staging) {
    this.files = files;
    this.segments = segments;
    this.segment = segment;
    this.staging = staging;
    this.draft = segment.header().draftName();
  }

  /** What a step came to. */
  enum State {
    UNDER_WAY,
    DONE,
    /** Nobody needs it any more, or it cannot be done. */
    GIVEN_UP
  }

  Segment segment() {
    return segment;
  }

  /** Bytes given back, when it is done. */
  long reclaimed() {
    return reclaimed;
  }

  /** Copies what is needed out of the next {@code bytes}, and makes it durable. */
  State step(long bytes) throws IOException {
    if (!segments.isNeeded(segment)) {
      return State.GIVEN_UP;
    }
    if (source.isEmpty() && !begin()) {
      segments.leaveAsItIs(segment);
      return State.GIVEN_UP;
    }
    RecordReader reader = source.orElseThrow();
    long first = segment.firstSequence();
    reader.pauseAt(reader.position() + bytes);
    byte[][] body = new byte[1][];
    while (readNext(reader, sequence -> kept.get((int) (sequence - first)), body)) {
      copy(reader.header(), body[0]);
    }
    flush();
    target.orElseThrow().force();
    if (sourceEnd - reader.position() >= RecordHeader.FIXED) {
      return State.UNDER_WAY;
    }
    if (copied < kept.cardinality()) {
      segments.leaveAsItIs(segment);
      LOG.warn("Journal {}/{} has damaged records", files, segment.header().fileName());
      return State.GIVEN_UP;
    }
    finish();
    return State.DONE;
  }

  private boolean readNext(RecordReader reader, LongPredicate wanted, byte[][] body)
      throws IOException {
    try {
      return reader.readNext(sourceEnd, wanted, body);
    } catch (IOException e) {
      // Whoever delivers its records finds out what is lost.
      segments.leaveAsItIs(segment);
      throw e;
    }
  }

  private boolean begin() throws IOException {
    kept = segments.unreleased(segment);
    sourceEnd = segment.end();
    Optional<byte[]> header = segment.header().encode(kept);
    if (header.isEmpty()) {
      return false;
    }
    headerBytes = header.get().length;
    end = headerBytes;
    staging.clear();
    source =
        Optional.of(
            new RecordReader(
                files.open(segment.header().fileName()),
                segment.header(),
                segment.start(),
                segment.firstSequence() - 1));
    JournalFile file = files.create(draft);
    target = Optional.of(file);
    file.append(ByteBuffer.wrap(header.get()));
    return true;
  }

  private void copy(ByteBuffer header, byte[] body) throws IOException {
    int length = header.remaining() + body.length;
    stage(header);
    stage(ByteBuffer.wrap(body));
    long recordBytes = RecordHeader.recordBytes(header.limit() - RecordHeader.FIXED, body.length);
    stage(ByteBuffer.wrap(PADDING, 0, (int) (recordBytes - length)));
    end += recordBytes;
    copied++;
  }

  private void stage(ByteBuffer from) throws IOException {
    int limit = from.limit();
    while (from.hasRemaining()) {
      if (!staging.hasRemaining()) {
        flush();
      }
      from.limit(Math.min(limit, from.position() + staging.remaining()));
      staging.put(from);
      from.limit(limit);
    }
  }

  private void flush() throws IOException {
    staging.flip();
    if (staging.hasRemaining()) {
      target.orElseThrow().append(staging);
    }
    staging.clear();
  }

  private void finish() throws IOException {
    JournalFile file = target.orElseThrow();
    byte[] footer = segments.footerOf(segment, end);
    file.append(ByteBuffer.wrap(footer));
    file.force();
    // Nobody may open the one file and believe it to be the other.
    synchronized (segment) {
      files.replace(draft, segment.header().fileName());
      isRenamed = true;
      reclaimed = segments.moved(segment, kept, headerBytes, end, footer.length);
    }
    LOG.debug("Journal {}/{}: gave back {} bytes", files, segment.header().fileName(), reclaimed);
  }

  /** Lets go of the files; of a draft that is no segment's file nothing is left. */
  @Override
  public void close() {
    try {
      if (source.isPresent()) {
        source.get().close();
      }
      if (target.isPresent()) {
        target.get().close();
        if (!isRenamed) {
          files.delete(draft);
        }
      }
    } catch (IOException e) {
      // The next start deletes it.
      LOG.warn("Journal {}/{} could not be deleted", files, draft, e);
    }
  }
}
