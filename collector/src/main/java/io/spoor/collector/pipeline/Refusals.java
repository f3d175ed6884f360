package io.spoor.collector.pipeline;

import io.spoor.collector.journal.Delivery;
import io.spoor.collector.journal.Journal;
import io.spoor.storage.StorageException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What the store refuses for good: a batch is taken apart until the record that it refuses stands
 * alone, and that record is set aside. Pipeline thread only.
 */
final class Refusals {
  private final Writes writes;
  private final Journal journal;
  private final Assembler assembler;
  private final Burials burials;
  private final PipelineMetrics metrics;
  private final Clock clock;
  private final LongSupplier nanoTime;

  Refusals(
      Writes writes,
      Journal journal,
      Assembler assembler,
      Burials burials,
      PipelineMetrics metrics,
      Pipeline.Parts parts) {
    this.writes = writes;
    this.journal = journal;
    this.assembler = assembler;
    this.burials = burials;
    this.metrics = metrics;
    this.clock = parts.clock();
    this.nanoTime = parts.nanoTime();
  }

  /** Deals with a batch that was refused and is let go. */
  void settle(Batch batch, Throwable failure) {
    List<Integer> others = releaseStored(batch, failure, stored(failure));
    List<Delivery> open = buryRefused(batch, others, failure);
    writes.ended(batch, batch.deliveries().size() - open.size());
    takeApart(batch, open, failure);
  }

  /** Spans that are stored nonetheless. */
  static BitSet stored(Throwable failure) {
    return failure instanceof StorageException known ? known.stored() : new BitSet();
  }

  /**
   * Releases the records that are stored as a whole nonetheless, and returns the others' places.
   */
  List<Integer> releaseStored(Batch batch, Throwable failure, BitSet stored) {
    boolean transientFailure =
        failure instanceof StorageException known
            && known.kind() == StorageException.Kind.TRANSIENT;
    BitSet released = new BitSet();
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < batch.deliveries().size(); i++) {
      if (isWithin(stored, batch, i)) {
        journal.release(batch.deliveries().get(i));
        released.set(batch.firstSpan(i), batch.endSpan(i));
      } else {
        others.add(i);
      }
    }
    // Of a record that is tried again, the spans that are stored are not written again.
    BitSet counted = transientFailure ? stored : released;
    if (!counted.isEmpty()) {
      saved(batch.only(counted), batch);
    }
    return others;
  }

  /** Sets aside the records with spans that the store named, and returns those it left open. */
  private List<Delivery> buryRefused(Batch batch, List<Integer> places, Throwable failure) {
    BitSet refused = failure instanceof StorageException known ? known.refused() : new BitSet();
    BitSet decided = stored(failure);
    decided.or(refused);
    List<Delivery> others = new ArrayList<>();
    for (int i : places) {
      Delivery delivery = batch.deliveries().get(i);
      if (refused.isEmpty() || !isWithin(decided, batch, i)) {
        others.add(delivery);
        continue;
      }
      burials.bury(delivery, "the store refuses it: " + failure.getMessage());
      BitSet spans = new BitSet();
      spans.set(batch.firstSpan(i), batch.endSpan(i));
      spans.and(refused);
      metrics.refused(batch.only(spans));
      spans.flip(batch.firstSpan(i), batch.endSpan(i));
      if (!spans.isEmpty()) {
        saved(batch.only(spans), batch);
      }
    }
    return others;
  }

  /** One half and the other: a record refused for good is found in as many steps as it takes. */
  private void takeApart(Batch batch, List<Delivery> deliveries, Throwable failure) {
    if (deliveries.isEmpty()) {
      return;
    }
    if (deliveries.size() == 1) {
      burials.bury(deliveries.get(0), "the store refuses it: " + failure.getMessage());
      metrics.refused(
          batch.deliveries().size() == 1 ? batch : assembler.rebuild(deliveries, batch.isParked()));
      writes.ended(batch, 1);
      return;
    }
    int half = deliveries.size() / 2;
    for (List<Delivery> part :
        List.of(deliveries.subList(0, half), deliveries.subList(half, deliveries.size()))) {
      Batch rebuilt = assembler.rebuild(part, batch.isParked());
      writes.hold(rebuilt);
      writes.write(rebuilt);
    }
  }

  /** Whether all spans of a record are among these. */
  private static boolean isWithin(BitSet spans, Batch batch, int delivery) {
    return spans.nextClearBit(batch.firstSpan(delivery)) >= batch.endSpan(delivery);
  }

  private void saved(Batch part, Batch whole) {
    metrics.saved(part, nanoTime.getAsLong() - whole.startedNanos(), clock.millis());
  }
}
