package io.spoor.proto.otlp;

import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanCodec;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;

/** {@code ExportTraceServiceRequest}, and what has the same fields: {@code TracesData}. */
public final class OtlpProtoCodec implements SpanCodec {

  @Override
  public int check(byte[] bytes, int offset, int length, DecodeLimits limits)
      throws DecodeException {
    return new OtlpCheck(bytes, offset, length, limits).request();
  }

  @Override
  public void decode(
      byte[] bytes, int offset, int length, DecodeLimits limits, SpanBatchBuilder into)
      throws DecodeException {
    // Checking again costs a fifth of decoding and makes the two agree by construction.
    check(bytes, offset, length, limits);
    decodeChecked(bytes, offset, length, into);
  }

  @Override
  public void decodeChecked(byte[] bytes, int offset, int length, SpanBatchBuilder into)
      throws DecodeException {
    new OtlpDecoder(new WireReader(bytes, offset, length, DecodeLimits.WIDEST.maxDepth()), into)
        .request();
  }
}
