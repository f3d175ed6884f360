package io.spoor.collector.journal;

import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;

/**
 * Finds segments of which little is needed, and notes that they have become smaller. State is
 * guarded by the {@link Backlog}'s monitor; journal thread only.
 */
final class SparseSegments {
  // One record in so many.
  private static final int SPARSE = 16;
  private static final long SPARSE_AGE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Backlog backlog;
  private final SegmentLedger ledger;

  SparseSegments(Backlog backlog, SegmentLedger ledger) {
    this.backlog = backlog;
    this.ledger = ledger;
  }

  /**
   * A segment that holds parked records and is worth making anew without what was released: above
   * {@code pressureBytes} in all whatever is at most half needed, below it what hardly is and is
   * old.
   */
  Optional<Segment> sparsest(long pressureBytes, long minBytes, long nowNanos) {
    synchronized (backlog) {
      boolean pressed = ledger.diskBytes() > pressureBytes;
      return ledger.sparsest(
          segment ->
              segment.mayShrink()
                  && segment.hasParked()
                  && segment.diskBytes() >= minBytes
                  && backlog.isBehindAll(segment)
                  && (pressed
                      ? segment.waiting() * 2 <= segment.present()
                      : segment.waiting() * SPARSE <= segment.present()
                          && ageNanos(segment, nowNanos) > SPARSE_AGE_NANOS));
    }
  }

  /** Whether the journal is above that. */
  boolean isPressed(long pressureBytes) {
    return backlog.diskBytes() > pressureBytes;
  }

  private static long ageNanos(Segment segment, long nowNanos) {
    return nowNanos - segment.times().nanosOf(segment.firstWaiting());
  }

  /** Whether some of that segment is not released, and nothing speaks against making it anew. */
  boolean isNeeded(Segment segment) {
    synchronized (backlog) {
      return ledger.isThere(segment) && segment.mayShrink();
    }
  }

  /** It cannot be made anew. */
  void leaveAsItIs(Segment segment) {
    synchronized (backlog) {
      segment.leaveAsItIs();
    }
  }

  /** What is still needed of it, by sequence minus the first one. */
  BitSet unreleased(Segment segment) {
    synchronized (backlog) {
      return segment.unreleased();
    }
  }

  /** What to write behind its records in a file where they end at {@code end}. */
  byte[] footerOf(Segment segment, long end) {
    synchronized (backlog) {
      return SegmentFooter.of(segment, end).encode(segment.header().salt());
    }
  }

  /** See {@link SegmentLedger#moved}. The segment's own monitor is held. */
  long moved(Segment segment, BitSet kept, long headerBytes, long end, long footerBytes) {
    synchronized (backlog) {
      return ledger.moved(segment, kept, headerBytes, end, footerBytes);
    }
  }
}
