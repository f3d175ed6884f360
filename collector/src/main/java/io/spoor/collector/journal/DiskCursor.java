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
  private final ReadFailures failures;
  private Optional<Segment> segment = Optional.empty();
  private Optional<RecordReader> reader = Optional.empty();
  private long position;
  // Of the record before that place.
  private long previous;
  // Which of the segment's files that place is in.
  private int generation;
  // The sequence of the next record, if nothing is damaged.
  private long expected;
  private long lostFrom;
  private boolean isReadOverGaps;

  DiskCursor(JournalFiles files, ReadFailures failures) {
    this.files = files;
    this.failures = failures;
  }

  void moveTo(Segment segment, long position, long sequence) {
    close();
    this.segment = Optional.of(segment);
    this.position = position;
    this.previous = sequence - 1;
    this.generation = segment.generation();
    this.isReadOverGaps = segment.isReadOverGaps();
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

  /** Opens the segment's file where it is not; one that was made anew is read from its start. */
  void open() throws IOException {
    Segment current = segment();
    synchronized (current) {
      if (generation != current.generation()) {
        close();
        generation = current.generation();
        position = current.start();
        previous = current.firstSequence() - 1;
      }
      if (reader.isEmpty()) {
        JournalFile file = files.open(current.header().fileName());
        JournalFile source =
            isReadOverGaps
                ? new GappyFile(file, current.unreadable(), (at, e) -> failures.gap(current, at, e))
                : file;
        reader = Optional.of(new RecordReader(source, current.header(), position, previous));
      }
    }
  }

  /**
   * Whether what is open is still the segment's file, so that positions in the one are positions in
   * the other. The backlog's monitor is held.
   */
  boolean isCurrent() {
    return generation == segment().generation();
  }

  /** Lets go of a file that could not be read. The backlog's monitor is held. */
  void readAgain() {
    close();
    isReadOverGaps = segment().isReadOverGaps();
  }

  /**
   * The next record that ends at {@code end} or before it and that is wanted. To be called when it
   * is {@link #open}.
   */
  Optional<Delivery> next(long end, LongPredicate wanted) throws IOException {
    RecordReader source = reader.orElseThrow();
    byte[][] body = new byte[1][];
    long from = expected;
    // Of a file that was made anew, what was handed out already comes again.
    boolean found =
        source.readNext(end, sequence -> sequence >= from && wanted.test(sequence), body);
    lostFrom = expected;
    position = source.goodEnd();
    previous = source.sequence();
    if (!found) {
      return Optional.empty();
    }
    expected = source.sequence() + 1;
    return Optional.of(
        new Delivery(source.sequence(), segment().header().tags(), source.received(body[0])));
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
