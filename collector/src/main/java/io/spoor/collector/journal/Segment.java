package io.spoor.collector.journal;

import java.util.BitSet;

/**
 * What is known of one segment: how much of it is durable and which of its records are still
 * needed. Guarded by the {@link Backlog} that owns it.
 */
final class Segment {
  private final SegmentHeader header;
  private final long headerBytes;
  private long records;
  private long end;
  private boolean sealed;
  // By sequence minus the first one. Empty until something is released, as most are when behind.
  private BitSet released = new BitSet(0);
  private long releasedCount;

  Segment(SegmentHeader header, long headerBytes) {
    this.header = header;
    this.headerBytes = headerBytes;
    this.end = headerBytes;
  }

  SegmentHeader header() {
    return header;
  }

  long firstSequence() {
    return header.firstSequence();
  }

  /** The sequence the next record would have. */
  long nextSequence() {
    return header.firstSequence() + records;
  }

  /** Where the first record is. */
  long start() {
    return headerBytes;
  }

  /** Bytes that are durable: the end of the last record that is. */
  long end() {
    return end;
  }

  long waiting() {
    return records - releasedCount;
  }

  boolean isSealed() {
    return sealed;
  }

  /** Nothing more will be appended. */
  void seal() {
    sealed = true;
  }

  /** Records up to {@code nextSequence} are durable, and end at {@code end}. */
  void extend(long nextSequence, long end) {
    this.records = nextSequence - header.firstSequence();
    this.end = end;
  }

  boolean contains(long sequence) {
    return sequence >= header.firstSequence() && sequence < nextSequence();
  }

  boolean isReleased(long sequence) {
    return released.get((int) (sequence - header.firstSequence()));
  }

  /** Whether this was news. */
  boolean release(long sequence) {
    int index = (int) (sequence - header.firstSequence());
    if (released.get(index)) {
      return false;
    }
    released.set(index);
    releasedCount++;
    return true;
  }

  /**
   * The records in {@code from} to {@code to} (exclusive) are gone.
   *
   * @return how many were still needed
   */
  long lose(long from, long to) {
    long lost = 0;
    for (long sequence = from; sequence < to; sequence++) {
      if (release(sequence)) {
        lost++;
      }
    }
    return lost;
  }

  /** A copy of what was released. */
  BitSet released() {
    return (BitSet) released.clone();
  }

  /** Takes over what a former process knew; bits of records that are not there mean nothing. */
  void restore(BitSet before) {
    before.or(released);
    before.clear((int) records, Math.max((int) records, before.length()));
    released = before;
    releasedCount = before.cardinality();
  }
}
