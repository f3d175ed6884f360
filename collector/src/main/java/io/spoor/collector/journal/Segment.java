package io.spoor.collector.journal;

import java.util.BitSet;

/**
 * What is known of one segment: how much of it is durable, which of its records are still needed,
 * and which are in somebody's hands. Guarded by the {@link Backlog} that owns it.
 */
final class Segment {
  private final SegmentHeader header;
  private final long headerBytes;
  private long records;
  private long end;
  private long footerBytes;
  private long spans;
  private int formats;
  private int transports;
  private ArrivalTimes times = new ArrivalTimes();
  private boolean sealed;
  // By sequence minus the first one, all of them. Empty until something is released, as most are
  // when behind.
  private BitSet released = new BitSet(0);
  private long releasedCount;
  // Handed out of turn, or parked: the cursor that reads in order must not hand them out again.
  private final BitSet claimed = new BitSet(0);
  // Handed out and given back for a later try.
  private final BitSet parked = new BitSet(0);

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

  /** What its file takes on disk, but for room made ahead. */
  long diskBytes() {
    return end + footerBytes;
  }

  long records() {
    return records;
  }

  long waiting() {
    return records - releasedCount;
  }

  /** Of all records that were ever in it. */
  long spans() {
    return spans;
  }

  /** A bit for each format that came, see {@link SegmentFooter#bit}. */
  int formats() {
    return formats;
  }

  /** A bit for each transport. */
  int transports() {
    return transports;
  }

  ArrivalTimes times() {
    return times;
  }

  boolean isSealed() {
    return sealed;
  }

  /**
   * Nothing more will be appended.
   *
   * @param footerBytes what stands behind its records
   */
  void seal(long footerBytes) {
    this.sealed = true;
    this.footerBytes = footerBytes;
  }

  /** That record is durable, all before it are, and it ends at {@code end}. */
  void add(
      long sequence,
      long end,
      int spans,
      int format,
      int transport,
      long receivedAtMillis,
      long receivedAtNanos) {
    this.records = sequence + 1 - header.firstSequence();
    this.end = end;
    this.spans += Math.max(0, spans);
    this.formats |= SegmentFooter.bit(format);
    this.transports |= SegmentFooter.bit(transport);
    times.add(sequence, receivedAtMillis, receivedAtNanos);
  }

  /** Takes over what its footer says. */
  void restore(SegmentFooter footer, long size) {
    this.records = footer.nextSequence() - header.firstSequence();
    this.end = footer.end();
    this.spans = footer.spans();
    this.formats = footer.formats();
    this.transports = footer.transports();
    this.times = footer.times();
    seal(size);
  }

  boolean contains(long sequence) {
    return sequence >= header.firstSequence() && sequence < nextSequence();
  }

  boolean isReleased(long sequence) {
    return released.get(index(sequence));
  }

  /** Whether the cursor that reads in order should hand it out. */
  boolean isWanted(long sequence) {
    return contains(sequence) && !released.get(index(sequence)) && !claimed.get(index(sequence));
  }

  /** It was handed out before its turn. */
  void claim(long sequence) {
    claimed.set(index(sequence));
  }

  /** Whether this was news. */
  boolean park(long sequence) {
    int index = index(sequence);
    if (released.get(index) || parked.get(index)) {
      return false;
    }
    claimed.set(index);
    parked.set(index);
    return true;
  }

  boolean isParked(long sequence) {
    return contains(sequence) && parked.get(index(sequence));
  }

  boolean hasParked() {
    return !parked.isEmpty();
  }

  /** It was handed out again: whether it was parked. */
  boolean unpark(long sequence) {
    boolean was = parked.get(index(sequence));
    parked.clear(index(sequence));
    return was;
  }

  /** Whether this was news. */
  boolean release(long sequence) {
    int index = index(sequence);
    if (released.get(index)) {
      return false;
    }
    released.set(index);
    releasedCount++;
    return true;
  }

  /** The first record that is still needed, if one is. */
  long firstWaiting() {
    return header.firstSequence() + released.nextClearBit(0);
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

  private int index(long sequence) {
    return (int) (sequence - header.firstSequence());
  }
}
