package io.spoor.collector.journal;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What is known of one segment: how much of it is durable, which of its records are still needed,
 * and which are in somebody's hands. Guarded by the {@link Backlog} that owns it.
 */
final class Segment {
  private static final int READ_TRIES = 5;
  private static final long READ_PERIOD_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long FORGET_NANOS = Duration.ofMinutes(10).toNanos();

  private final SegmentHeader header;
  private long headerBytes;
  // All that were ever in it, those too that are left out of its file.
  private long records;
  private long end;
  private long footerBytes;
  private long spans;
  private int formats;
  private int transports;
  private ArrivalTimes times = new ArrivalTimes();
  private boolean sealed;
  // Once its file was made anew without what was released: the records it has, by sequence minus
  // the first one. Bits are then by the place in here.
  private boolean compacted;
  private int[] kept = {};
  // How often its file was made anew: positions in one mean nothing in the next.
  private int generation;
  // By sequence minus the first one, all of them. Empty until something is released, as most are
  // when behind.
  private BitSet released = new BitSet(0);
  private long releasedCount;
  // Handed out of turn, or parked: the cursor that reads in order must not hand them out again.
  private BitSet claimed = new BitSet(0);
  // Handed out and given back for a later try.
  private BitSet parked = new BitSet(0);
  private boolean keepsFile;
  private boolean mayShrink = true;
  private int readFailures;
  private long lastReadFailure;
  private final UnreadablePlaces unreadable = new UnreadablePlaces();

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

  /** All that were ever in it. */
  long records() {
    return records;
  }

  /** Those of them that its file has. */
  long present() {
    return compacted ? kept.length : records;
  }

  long waiting() {
    return present() - releasedCount;
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

  /** Whether its file has that record. */
  boolean contains(long sequence) {
    return sequence >= header.firstSequence() && sequence < nextSequence() && index(sequence) >= 0;
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
    return header.firstSequence() + offset(released.nextClearBit(0));
  }

  /** What was released of what its file has, by sequence minus the first one. */
  BitSet released() {
    if (!compacted) {
      return (BitSet) released.clone();
    }
    BitSet offsets = new BitSet(0);
    released.stream().forEach(index -> offsets.set(offset(index)));
    return offsets;
  }

  /** What is still needed, by sequence minus the first one. */
  BitSet unreleased() {
    BitSet offsets = new BitSet((int) records);
    for (int i = released.nextClearBit(0); i < present(); i = released.nextClearBit(i + 1)) {
      offsets.set(offset(i));
    }
    return offsets;
  }

  /** Takes over what a former process knew; bits of records that are not there mean nothing. */
  void restore(BitSet before) {
    before.stream()
        .mapToLong(offset -> header.firstSequence() + offset)
        .filter(this::contains)
        .forEach(this::release);
  }

  /**
   * Its file has these records and no others any more, by sequence minus the first one: the others
   * were released, or are lost.
   */
  void keepOnly(BitSet offsets) {
    int[] left =
        offsets.stream().filter(offset -> contains(header.firstSequence() + offset)).toArray();
    BitSet releasedLeft = new BitSet(0);
    BitSet claimedLeft = new BitSet(0);
    BitSet parkedLeft = new BitSet(0);
    for (int i = 0; i < left.length; i++) {
      int before = index(header.firstSequence() + left[i]);
      releasedLeft.set(i, released.get(before));
      claimedLeft.set(i, claimed.get(before));
      parkedLeft.set(i, parked.get(before));
    }
    released = releasedLeft;
    claimed = claimedLeft;
    parked = parkedLeft;
    kept = left;
    compacted = true;
    releasedCount = released.cardinality();
    times = times.coarse();
  }

  /**
   * It has another file, with these records alone. Its own monitor is held besides the backlog's.
   */
  void moved(BitSet offsets, long headerBytes, long end, long footerBytes) {
    keepOnly(offsets);
    this.headerBytes = headerBytes;
    this.end = end;
    this.footerBytes = footerBytes;
    generation++;
  }

  /** Which of its files it has now. Either monitor must be held: its own, or the backlog's. */
  int generation() {
    return generation;
  }

  /** Its file is for a person to look at once it is not needed any more. */
  void keepFile() {
    keepsFile = true;
  }

  boolean keepsFile() {
    return keepsFile;
  }

  /** Its file is not to be made anew. */
  void leaveAsItIs() {
    mayShrink = false;
  }

  /** Whether its file may be made anew without what is released. */
  boolean mayShrink() {
    return mayShrink && !keepsFile && sealed;
  }

  /** The disk did not give back some of it; counted once in a while, or a few tries are no time. */
  void readFailed(long nowNanos) {
    if (readFailures > 0 && nowNanos - lastReadFailure < READ_PERIOD_NANOS) {
      return;
    }
    boolean passed = nowNanos - lastReadFailure > FORGET_NANOS;
    readFailures = passed ? 1 : readFailures + 1;
    lastReadFailure = nowNanos;
  }

  /** Whether it was tried often enough: what cannot be read is to be stepped over. */
  boolean isReadOverGaps() {
    return readFailures >= READ_TRIES;
  }

  /** Places known to be unreadable. The thread that takes. */
  UnreadablePlaces unreadable() {
    return unreadable;
  }

  /** Negative if its file does not have that record. */
  private int index(long sequence) {
    int offset = (int) (sequence - header.firstSequence());
    return compacted ? Arrays.binarySearch(kept, offset) : offset;
  }

  private int offset(int index) {
    return compacted && index < kept.length ? kept[index] : index;
  }
}
