package io.spoor.proto.codec;

import io.spoor.proto.model.ProcessTags;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;

/**
 * Spans that are in the model already, as {@link SpanBatch#encode} writes them. Only Spoor itself
 * writes them, to its own journal: the check is no defence against strangers.
 */
public final class ModelCodec implements SpanCodec {

  @Override
  public int check(byte[] bytes, int offset, int length, DecodeLimits limits)
      throws DecodeException {
    SpanBatchBuilder counting = new SpanBatchBuilder(ProcessTags.NONE, length);
    decode(bytes, offset, length, limits, counting);
    return counting.size();
  }

  @Override
  public void decode(
      byte[] bytes, int offset, int length, DecodeLimits limits, SpanBatchBuilder into)
      throws DecodeException {
    new SizeBudget(limits, length);
    into.addEncoded(bytes, offset, length);
  }
}
