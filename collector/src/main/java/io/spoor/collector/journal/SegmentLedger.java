package io.spoor.collector.journal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The books of all segments. Guarded by the {@link Backlog} that keeps them. */
final class SegmentLedger {
  // By first sequence.
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  // Wholly released and sealed: to be deleted.
  private final List<Segment> spent = new ArrayList<>();
  private long diskBytes;
  private long waiting;
  private long waitingSpans;
  private long unrecordedBytes;

  /** Adds a segment newer than all others, with the records it has. */
  void add(Segment segment) {
    diskBytes += segment.diskBytes();
    waiting += segment.waiting();
    if (segment.records() > 0) {
      // Nobody noted how many spans the released ones had.
      waitingSpans += segment.spans() / segment.records() * segment.waiting();
    }
    if (segment.isSealed() && segment.waiting() == 0) {
      spent.add(segment);
    } else {
      segments.put(segment.firstSequence(), segment);
    }
  }

  /** The next record of the active segment is durable. */
  void append(Segment segment, Append append, long nanos) {
    var received = append.received();
    diskBytes += append.end() - segment.end();
    waiting++;
    waitingSpans += Math.max(0, received.spans());
    segment.add(
        append.sequence(),
        append.end(),
        received.spans(),
        received.format().code(),
        received.transport().code(),
        received.receivedAtMillis(),
        nanos);
  }

  void seal(Segment segment, long footerBytes) {
    segment.seal(footerBytes);
    if (segments.containsKey(segment.firstSequence())) {
      diskBytes += footerBytes;
      dropIfSpent(segment);
    }
  }

  /** The segment with that record, if it is still needed. */
  Optional<Segment> holding(long sequence) {
    return Optional.ofNullable(segments.floorEntry(sequence))
        .map(Map.Entry::getValue)
        .filter(segment -> segment.contains(sequence));
  }

  Optional<Segment> after(Segment segment) {
    return Optional.ofNullable(segments.higherEntry(segment.firstSequence()))
        .map(Map.Entry::getValue);
  }

  boolean isThere(Segment segment) {
    return segments.get(segment.firstSequence()) == segment;
  }

  /** The first with parked records from that sequence on. */
  Optional<Segment> parkedFrom(long sequence) {
    return segments.tailMap(sequence).values().stream().filter(Segment::hasParked).findFirst();
  }

  /** The one of which the smallest part is still needed, among those that may be looked at. */
  Optional<Segment> sparsest(Predicate<Segment> mayBe) {
    return segments.values().stream()
        .filter(mayBe)
        .min(Comparator.comparingDouble(segment -> (double) segment.waiting() / segment.present()));
  }

  /**
   * It has another file.
   *
   * @return the bytes by which that is smaller
   */
  long moved(Segment segment, BitSet kept, long headerBytes, long end, long footerBytes) {
    long before = segment.diskBytes();
    segment.moved(kept, headerBytes, end, footerBytes);
    diskBytes += segment.diskBytes() - before;
    // All of it may have been released meanwhile.
    dropIfSpent(segment);
    return before - segment.diskBytes();
  }

  /** A record is stored. */
  boolean release(Segment segment, long sequence, int spans, long bytes) {
    if (!segment.release(sequence)) {
      return false;
    }
    forget(spans);
    unrecordedBytes += bytes;
    dropIfSpent(segment);
    return true;
  }

  /** A record is lost to damage: whether it was still needed. */
  boolean lose(Segment segment, long sequence) {
    if (!segment.release(sequence)) {
      return false;
    }
    forget((int) (segment.spans() / Math.max(1, segment.records())));
    return true;
  }

  private void forget(int spans) {
    waiting--;
    waitingSpans = waiting == 0 ? 0 : Math.max(waiting, waitingSpans - Math.max(0, spans));
  }

  void dropIfSpent(Segment segment) {
    if (segment.isSealed()
        && segment.waiting() == 0
        && segments.remove(segment.firstSequence(), segment)) {
      spent.add(segment);
    }
  }

  List<Segment> spent() {
    return List.copyOf(spent);
  }

  /** The file of that segment is gone. */
  void deleted(Segment segment) {
    spent.remove(segment);
    diskBytes -= segment.diskBytes();
  }

  long unrecordedBytes() {
    return unrecordedBytes;
  }

  /** What was released of each segment, by its salt. */
  Map<Long, BitSet> progress() {
    unrecordedBytes = 0;
    Map<Long, BitSet> released = new HashMap<>();
    for (Segment segment : segments.values()) {
      BitSet bits = segment.released();
      if (!bits.isEmpty()) {
        released.put(segment.header().salt(), bits);
      }
    }
    return released;
  }

  long diskBytes() {
    return diskBytes;
  }

  long waiting() {
    return waiting;
  }

  /** Nearly: of what a former process left, an estimate. */
  long waitingSpans() {
    return waitingSpans;
  }

  /** When the oldest record that is still needed came, by the clock that does not jump. */
  OptionalLong oldestNanos() {
    for (Segment segment : segments.values()) {
      if (segment.waiting() > 0) {
        return OptionalLong.of(segment.times().nanosOf(segment.firstWaiting()));
      }
    }
    return OptionalLong.empty();
  }
}
