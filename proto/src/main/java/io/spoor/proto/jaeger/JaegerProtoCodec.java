package io.spoor.proto.jaeger;

import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanCodec;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;

/** {@code jaeger.api_v2.PostSpansRequest}. */
public final class JaegerProtoCodec implements SpanCodec {

  @Override
  public int check(byte[] bytes, int offset, int length, DecodeLimits limits)
      throws DecodeException {
    return new JaegerCheck(bytes, offset, length, limits).request();
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
    new JaegerDecoder(new WireReader(bytes, offset, length, DecodeLimits.WIDEST.maxDepth()), into)
        .request();
  }
}
