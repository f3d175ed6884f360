package io.spoor.storage.elasticsearch.lean;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.elasticsearch.document.SpanDocument;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Cuts a batch into chunks: up to {@link #MAX_SPANS} spans of one trace, by start, that go to one
 * index. {@link #start} names the first of the next chunk, {@link #finish} gives all of it.
 */
public final class Chunks {
  /** More spans in a document cost less each, and more for each search that finds it in vain. */
  static final int MAX_SPANS = 8;

  private final SpanBatch batch;
  private final IndexCheck sameIndex;
  private final Integer[] order;
  private int at;

  /** Whether a span goes to the same index as the chunk's first. */
  public interface IndexCheck {
    /** Asked after the first span's index was named. */
    boolean isSame(SpanBatch batch, int span);
  }

  public Chunks(SpanBatch batch, IndexCheck sameIndex) {
    this.batch = batch;
    this.sameIndex = sameIndex;
    this.order = new Integer[batch.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.<Integer>comparingLong(batch::traceIdHigh)
            .thenComparingLong(batch::traceIdLow)
            .thenComparingLong(span -> SpanDocument.startMicros(batch, span)));
  }

  /** The first span of the next chunk, or -1 if there is none. */
  public int start() {
    return at < order.length ? order[at] : -1;
  }

  /** The spans of that chunk. */
  public int[] finish() {
    int first = order[at];
    int end = at + 1;
    while (end < order.length
        && end - at < MAX_SPANS
        && batch.traceIdLow(order[end]) == batch.traceIdLow(first)
        && batch.traceIdHigh(order[end]) == batch.traceIdHigh(first)
        && sameIndex.isSame(batch, order[end])) {
      end++;
    }
    int[] spans = new int[end - at];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = order[at + i];
    }
    at = end;
    return spans;
  }
}
