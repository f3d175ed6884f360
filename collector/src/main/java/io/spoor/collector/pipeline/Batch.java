package io.spoor.collector.pipeline;

import io.spoor.collector.journal.Delivery;
import io.spoor.proto.model.ProcessTags;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.storage.Tenant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Records of one tenant, decoded into one batch for the store. Pipeline thread only. */
final class Batch {
  private final Key key;
  private final List<Delivery> deliveries;
  // Where the spans of each delivery begin.
  private final int[] starts;
  private final SpanBatch spans;
  private final long bytes;
  private final byte[] facts;
  private int attempts;
  // 0 when none is under way.
  private int openAttempt;
  private long firstStartedNanos;
  private long startedNanos;
  private long retryAtNanos;

  /**
   * What records must have in common to be merged. Tags are told apart by identity.
   *
   * @param parked whether the record was parked before
   */
  record Key(Tenant tenant, ProcessTags tags, boolean parked) {
    static Key of(Delivery delivery, boolean parked) {
      return new Key(delivery.received().tenant(), delivery.collectorTags(), parked);
    }
  }

  Batch(Key key, List<Delivery> deliveries, int[] starts, SpanBatch spans) {
    this.key = key;
    this.deliveries = List.copyOf(deliveries);
    this.starts = starts;
    this.spans = spans;
    this.facts = SpanFacts.of(spans);
    this.bytes =
        spans.encodedBytes()
            + deliveries.stream().mapToLong(delivery -> delivery.received().body().length).sum();
  }

  /** These spans alone, with the records they came in. */
  Batch only(BitSet wanted) {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    List<Delivery> kept = new ArrayList<>();
    int[] keptStarts = new int[deliveries.size()];
    for (int i = 0; i < deliveries.size(); i++) {
      int first = wanted.nextSetBit(firstSpan(i));
      if (first >= 0 && first < endSpan(i)) {
        keptStarts[kept.size()] = builder.size();
        kept.add(deliveries.get(i));
        for (int span = first; span >= 0 && span < endSpan(i); span = wanted.nextSetBit(span + 1)) {
          builder.add(spans, span);
        }
      }
    }
    Batch part = new Batch(key, kept, Arrays.copyOf(keptStarts, kept.size()), builder.build());
    part.attempts = attempts;
    part.firstStartedNanos = firstStartedNanos;
    part.startedNanos = startedNanos;
    return part;
  }

  Tenant tenant() {
    return key.tenant();
  }

  List<Delivery> deliveries() {
    return deliveries;
  }

  int firstSpan(int delivery) {
    return starts[delivery];
  }

  /** Behind the last span of that delivery. */
  int endSpan(int delivery) {
    return delivery + 1 < starts.length ? starts[delivery + 1] : spans.size();
  }

  SpanBatch spans() {
    return spans;
  }

  /** See {@link SpanFacts}: one for each span. */
  byte[] facts() {
    return facts;
  }

  /** Received and decoded: what it costs in memory. */
  long bytes() {
    return bytes;
  }

  int attempts() {
    return attempts;
  }

  void started(long nanos) {
    attempts++;
    openAttempt = attempts;
    startedNanos = nanos;
    if (attempts == 1) {
      firstStartedNanos = nanos;
    }
  }

  /** The attempt that is under way; 0 if none is. */
  int openAttempt() {
    return openAttempt;
  }

  void answered() {
    openAttempt = 0;
  }

  boolean isParked() {
    return key.parked();
  }

  long firstStartedNanos() {
    return firstStartedNanos;
  }

  long startedNanos() {
    return startedNanos;
  }

  void retryAt(long nanos) {
    retryAtNanos = nanos;
  }

  long retryAtNanos() {
    return retryAtNanos;
  }
}
