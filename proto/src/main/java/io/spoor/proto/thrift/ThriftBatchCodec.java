package io.spoor.proto.thrift;

import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SizeBudget;
import io.spoor.proto.codec.SpanCodec;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;

/**
 * A {@code jaeger.Batch} struct without message envelope. What stands behind the struct is ignored,
 * as Jaeger does.
 */
public final class ThriftBatchCodec implements SpanCodec {
  private final ThriftProtocol protocol;

  private ThriftBatchCodec(ThriftProtocol protocol) {
    this.protocol = protocol;
  }

  public static ThriftBatchCodec binary() {
    return new ThriftBatchCodec(ThriftProtocol.BINARY);
  }

  public static ThriftBatchCodec compact() {
    return new ThriftBatchCodec(ThriftProtocol.COMPACT);
  }

  @Override
  public int check(byte[] bytes, int offset, int length, DecodeLimits limits)
      throws DecodeException {
    return walk(bytes, offset, length, limits).batch();
  }

  @Override
  public void decode(
      byte[] bytes, int offset, int length, DecodeLimits limits, SpanBatchBuilder into)
      throws DecodeException {
    // The walk makes check and decode agree by construction, and finds the process and the spans.
    ThriftCheck walk = walk(bytes, offset, length, limits);
    walk.batch();
    new ThriftDecoder(reader(bytes, offset, length, limits), into)
        .batch(walk.processAt(), walk.spansAt());
  }

  private ThriftCheck walk(byte[] bytes, int offset, int length, DecodeLimits limits)
      throws DecodeException {
    return new ThriftCheck(reader(bytes, offset, length, limits), new SizeBudget(limits, length));
  }

  private ThriftReader reader(byte[] bytes, int offset, int length, DecodeLimits limits) {
    return protocol.reader(bytes, offset, length, limits.maxDepth());
  }
}
