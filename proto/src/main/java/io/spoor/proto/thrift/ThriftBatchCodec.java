package io.spoor.proto.thrift;

import static io.spoor.proto.thrift.ThriftFields.BATCH_PROCESS;
import static io.spoor.proto.thrift.ThriftFields.BATCH_SPANS;

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

  /** Without the walk, where the process stands before the spans, as every library writes it. */
  @Override
  public void decodeChecked(byte[] bytes, int offset, int length, SpanBatchBuilder into)
      throws DecodeException {
    ThriftReader in = reader(bytes, offset, length, DecodeLimits.WIDEST);
    int processAt = 0;
    in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field == BATCH_PROCESS) {
        processAt = in.position;
      } else if (field == BATCH_SPANS && processAt != 0) {
        new ThriftDecoder(in, into).batch(processAt, in.position);
        return;
      } else if (field == BATCH_SPANS) {
        break;
      }
      in.skipField(field & 0xf);
    }
    decode(bytes, offset, length, DecodeLimits.WIDEST, into);
  }

  private ThriftCheck walk(byte[] bytes, int offset, int length, DecodeLimits limits)
      throws DecodeException {
    return new ThriftCheck(reader(bytes, offset, length, limits), new SizeBudget(limits, length));
  }

  private ThriftReader reader(byte[] bytes, int offset, int length, DecodeLimits limits) {
    return protocol.reader(bytes, offset, length, limits.maxDepth());
  }
}
