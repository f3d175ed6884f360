package io.spoor.proto.thrift;

import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SizeBudget;
import io.spoor.proto.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the batches in the arguments of Jaeger's calls, so that each can be journaled by itself:
 * one walk over the bytes, which is the same structural check that {@link ThriftBatchCodec} does.
 * Unknown arguments are skipped; what stands behind the struct is ignored.
 */
public final class BatchArguments {
  private static final int BATCH = 1 << 4 | ThriftReader.STRUCT;
  private static final int BATCHES = 1 << 4 | ThriftReader.LIST;

  /** Agents send one. A batch can be as small as 20 bytes and costs us an append. */
  private static final int MAX_BATCHES = 10_000;

  private final ThriftReader in;
  private final SizeBudget budget;

  private BatchArguments(ThriftReader in, SizeBudget budget) {
    this.in = in;
    this.budget = budget;
  }

  /** The argument of {@code emitBatch(1: Batch batch)}. */
  public static BatchPart one(
      ThriftProtocol protocol, byte[] bytes, int offset, int length, DecodeLimits limits)
      throws DecodeException {
    List<BatchPart> parts = parts(protocol, bytes, offset, length, limits, BATCH);
    if (parts.size() != 1) {
      throw new DecodeException("call with " + parts.size() + " batches");
    }
    return parts.get(0);
  }

  /** The argument of {@code submitBatches(1: list<Batch> batches)}, in order. */
  public static List<BatchPart> list(
      ThriftProtocol protocol, byte[] bytes, int offset, int length, DecodeLimits limits)
      throws DecodeException {
    return parts(protocol, bytes, offset, length, limits, BATCHES);
  }

  private static List<BatchPart> parts(
      ThriftProtocol protocol,
      byte[] bytes,
      int offset,
      int length,
      DecodeLimits limits,
      int argument)
      throws DecodeException {
    ThriftReader in = protocol.reader(bytes, offset, length, limits.maxDepth());
    return new BatchArguments(in, new SizeBudget(limits, length)).read(argument);
  }

  private List<BatchPart> read(int argument) throws DecodeException {
    List<BatchPart> parts = new ArrayList<>(1);
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field != argument) {
        in.skipField(field & 0xf);
      } else if (field == BATCH) {
        parts.add(batch());
      } else {
        int size = in.beginStructs();
        if (parts.size() + size > MAX_BATCHES) {
          throw new DecodeException("call with more than " + MAX_BATCHES + " batches");
        }
        for (int left = size; left > 0; left--) {
          parts.add(batch());
        }
        in.endStructs();
      }
    }
    in.endStruct(outer);
    return parts;
  }

  private BatchPart batch() throws DecodeException {
    int offset = in.position;
    ThriftCheck check = new ThriftCheck(in, budget);
    int spans = check.batch();
    return new BatchPart(offset, in.position - offset, spans, check.report());
  }
}
