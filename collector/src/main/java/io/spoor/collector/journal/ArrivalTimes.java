package io.spoor.collector.journal;

import java.util.Arrays;

/**
 * When the records of a segment came, roughly: to a second, and when a segment spans much time, to
 * a hundredth part of it. Bounded, however long the segment is. Guarded by the {@link Backlog} that
 * owns the segment.
 *
 * <p>Times are told twice: as the record says (wall clock, which jumps), and by a clock that does
 * not jump, from which ages are told.
 */
final class ArrivalTimes {
  static final int MAX_POINTS = 256;
  private static final int COARSE_POINTS = 16;
  private static final long FIRST_STEP = 1_000_000_000L;

  private long[] sequences = new long[4];
  private long[] millis = new long[4];
  private long[] nanos = new long[4];
  private int count;
  private long step = FIRST_STEP;

  /** The next record came then. Sequences rise. */
  void add(long sequence, long receivedAtMillis, long receivedAtNanos) {
    if (count > 0 && Math.abs(receivedAtNanos - nanos[count - 1]) < step) {
      return;
    }
    if (count == MAX_POINTS) {
      thin();
      add(sequence, receivedAtMillis, receivedAtNanos);
      return;
    }
    if (count == sequences.length) {
      sequences = Arrays.copyOf(sequences, count * 2);
      millis = Arrays.copyOf(millis, count * 2);
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    sequences[count] = sequence;
    millis[count] = receivedAtMillis;
    nanos[count++] = receivedAtNanos;
  }

  /** The same with a few points, for a segment of which little is left. */
  ArrivalTimes coarse() {
    ArrivalTimes copy = new ArrivalTimes();
    copy.sequences = sequences.clone();
    copy.millis = millis.clone();
    copy.nanos = nanos.clone();
    copy.count = count;
    copy.step = step;
    while (copy.count > COARSE_POINTS) {
      copy.thin();
    }
    copy.sequences = Arrays.copyOf(copy.sequences, Math.max(1, copy.count));
    copy.millis = Arrays.copyOf(copy.millis, Math.max(1, copy.count));
    copy.nanos = Arrays.copyOf(copy.nanos, Math.max(1, copy.count));
    return copy;
  }

  private void thin() {
    int kept = 0;
    for (int i = 0; i < count; i += 2) {
      sequences[kept] = sequences[i];
      millis[kept] = millis[i];
      nanos[kept++] = nanos[i];
    }
    count = kept;
    step *= 2;
  }

  int count() {
    return count;
  }

  long sequence(int point) {
    return sequences[point];
  }

  long millis(int point) {
    return millis[point];
  }

  /** When that record came, or a little before, by the clock that does not jump. */
  long nanosOf(long sequence) {
    int at = Arrays.binarySearch(sequences, 0, count, sequence);
    int point = at >= 0 ? at : Math.max(0, -at - 2);
    return nanos[point];
  }
}
