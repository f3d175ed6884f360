package io.spoor.collector.filter;

import io.spoor.proto.model.SpanBatch;
import java.util.BitSet;

/** Decides which spans are stored. Pipeline thread only. */
public interface SpanFilter {

  /**
   * Clears the bits of the spans that are not to be stored.
   *
   * @param kept a bit for each span of the batch: those that no filter before has dropped are set
   */
  void filter(SpanBatch batch, BitSet kept);
}
