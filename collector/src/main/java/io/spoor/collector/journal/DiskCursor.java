package io.spoor.collector.journal;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Where the hand-over from disk stands. Moved under the backlog's monitor while nobody reads; read
 * by the taker's thread without it.
 */
final class DiskCursor {
  private final JournalFiles files;
  private Optional<Segment> segment = Optional.empty();
  private Optional<RecordReader> reader = Optional.empty();
  private long position;
  // The sequence of the next record, if nothing is damaged.
  private long expected;
  private long lostFrom;

  DiskCursor(JournalFiles files) {
    this.files = files;
  }

  void moveTo(Segment segment, long position, long sequence) {
    close();
    this.segment = Optional.of(segment);
    this.position = position;
    this.expected = sequence;
    this.lostFrom = sequence;
  }

  Segment segment() {
    return segment.orElseThrow();
  }

  /** Records from here up to the one just read that nobody has released are damaged. */
  long lostFrom() {
    return lostFrom;
  }

  /** The next record that ends at {@code end} or before it and that is wanted. */
  Optional<Delivery> next(long end, LongPredicate wanted) throws IOException {
    RecordReader source = reader();
    byte[][] body = new byte[1][];
    boolean found = source.readNext(end, wanted, body);
    lostFrom = expected;
    position = source.goodEnd();
    if (!found) {
      return Optional.empty();
    }
    expected = source.sequence() + 1;
    return Optional.of(
        new Delivery(source.sequence(), segment().header().tags(), source.received(body[0])));
  }

  private RecordReader reader() throws IOException {
    if (reader.isEmpty()) {
      JournalFile file = files.open(segment().header().fileName());
      reader = Optional.of(new RecordReader(file, segment().header(), position, expected - 1));
    }
    return reader.get();
  }

  /** Lets go of the file. Reading goes on where it was. */
  void close() {
    reader.ifPresent(
        open -> {
          try {
            open.close();
          } catch (IOException e) {
            // It was only read: nothing can be lost.
          }
        });
    reader = Optional.empty();
  }
}
