package io.spoor.collector.journal;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that were handed out and given back for a later try: a bit each in memory, all else on
 * disk. They are handed out again one after the other, round and round, so that those which still
 * cannot be stored do not stand before the others.
 *
 * <p>State is guarded by the {@link Backlog}'s monitor; one thread takes, and reads without it.
 */
final class ParkedRecords {
  private static final Logger LOG = LoggerFactory.getLogger(ParkedRecords.class);

  private final Backlog backlog;
  private final SegmentLedger ledger;
  private final DiskCursor cursor;
  private final ReadFailures failures;
  private boolean started;
  private long count;
  private boolean readFailureLogged;

  ParkedRecords(Backlog backlog, SegmentLedger ledger, DiskCursor cursor, ReadFailures failures) {
    this.backlog = backlog;
    this.ledger = ledger;
    this.cursor = cursor;
    this.failures = failures;
  }

  long count() {
    return count;
  }

  /** The monitor is held. */
  void park(long sequence) {
    ledger.holding(sequence).filter(segment -> segment.park(sequence)).ifPresent(s -> count++);
  }

  /** Empty when there is none, or none that can be read. */
  Optional<Delivery> take() {
    try {
      for (int rounds = 0; rounds < 2; ) {
        synchronized (backlog) {
          if (count == 0) {
            end();
            return Optional.empty();
          }
          if (!started && !begin(0)) {
            return Optional.empty();
          }
        }
        Segment segment = cursor.segment();
        cursor.open();
        long end;
        synchronized (backlog) {
          if (!cursor.isCurrent()) {
            continue;
          }
          end = segment.end();
        }
        Optional<Delivery> delivery = cursor.next(end, sequence -> isParked(segment, sequence));
        synchronized (backlog) {
          readFailureLogged = false;
          long found = delivery.map(Delivery::sequence).orElse(segment.nextSequence());
          lose(segment, cursor.lostFrom(), found);
          if (delivery.isPresent()) {
            count -= segment.unpark(found) ? 1 : 0;
            return delivery;
          }
          if (!begin(segment.firstSequence() + 1)) {
            rounds++;
            end();
          }
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return readFailed(e);
    }
  }

  private Optional<Delivery> readFailed(IOException e) {
    synchronized (backlog) {
      Segment segment = cursor.segment();
      failures.note(segment, e);
      // The next take looks at the next segment.
      if (!begin(segment.firstSequence() + 1)) {
        end();
      }
      if (ledger.isThere(segment) && !readFailureLogged) {
        readFailureLogged = true;
        LOG.error(
            "Journal segment {} cannot be read and will be tried again",
            segment.header().fileName(),
            e);
      }
      return Optional.empty();
    }
  }

  private boolean begin(long sequence) {
    Optional<Segment> next = ledger.parkedFrom(sequence);
    next.ifPresent(
        segment -> {
          cursor.moveTo(segment, segment.start(), segment.firstSequence());
          started = true;
        });
    return next.isPresent();
  }

  private void end() {
    cursor.close();
    started = false;
  }

  private boolean isParked(Segment segment, long sequence) {
    synchronized (backlog) {
      return segment.isParked(sequence);
    }
  }

  private void lose(Segment segment, long from, long to) {
    long lost = 0;
    for (long sequence = from; sequence < to; sequence++) {
      if (segment.isParked(sequence) && segment.unpark(sequence)) {
        count--;
        lost += ledger.lose(segment, sequence) ? 1 : 0;
      }
    }
    backlog.tellLost(segment, lost);
  }
}
