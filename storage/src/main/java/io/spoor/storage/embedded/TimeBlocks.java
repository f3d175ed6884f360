package io.spoor.storage.embedded;

import java.io.IOException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;

/**
 * The latest span start of each run of chunks in a segment: what lets a search for the newest skip
 * the rest. Chunks lie in order of arrival, so runs are nearly in order of time. Immutable.
 */
final class TimeBlocks {
  static final int SHIFT = 11;

  private final long[] latest;
  private final long latestOfAll;

  private TimeBlocks(long[] latest) {
    this.latest = latest;
    long max = Long.MIN_VALUE;
    for (long value : latest) {
      max = Math.max(max, value);
    }
    this.latestOfAll = max;
  }

  static TimeBlocks of(LeafReader leaf) throws IOException {
    long[] latest = new long[((leaf.maxDoc() - 1) >> SHIFT) + 1];
    java.util.Arrays.fill(latest, Long.MIN_VALUE);
    NumericDocValues last = leaf.getNumericDocValues(ChunkDocument.LAST);
    if (last != null) {
      for (int doc = last.nextDoc(); doc != NumericDocValues.NO_MORE_DOCS; doc = last.nextDoc()) {
        int block = doc >> SHIFT;
        latest[block] = Math.max(latest[block], last.longValue());
      }
    }
    return new TimeBlocks(latest);
  }

  int count() {
    return latest.length;
  }

  long latest() {
    return latestOfAll;
  }

  /** The latest start in the blocks from {@code from} to before {@code to}. */
  long latest(int from, int to) {
    long max = Long.MIN_VALUE;
    for (int i = from; i < to; i++) {
      max = Math.max(max, latest[i]);
    }
    return max;
  }
}
