package io.spoor.proto.model;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;

/** Reads {@code repeated Batch = 1} of normalized spans, as {@link SpanBatch#encode} writes it. */
final class EncodedBatches {
  private static final int BATCH = 0x0a;
  private static final int SPANS = 0x0a;
  private static final int PROCESS = 0x12;
  private static final int START_TIME = 0x32;
  private static final int DURATION = 0x3a;
  private static final int SECONDS = 0x08;

  private EncodedBatches() {}

  static void addTo(SpanBatchBuilder builder, byte[] encoded, int offset, int length)
      throws DecodeException {
    WireReader in = new WireReader(encoded, offset, length);
    WireReader span = new WireReader();
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag != BATCH) {
        throw new DecodeException("unexpected tag " + tag);
      }
      int outer = in.enter();
      int from = in.position();
      // The process stands behind the spans.
      while (in.hasNext()) {
        int field = in.readTag();
        int size = in.skipBytes();
        if (field == PROCESS) {
          builder.addEncodedProcess(encoded, in.position() - size, size);
        }
      }
      in.moveTo(from);
      while (in.hasNext()) {
        int field = in.readTag();
        int size = in.skipBytes();
        if (field == SPANS) {
          addSpan(builder, span.reset(encoded, in.position() - size, size), size);
        }
      }
      in.leave(outer);
    }
  }

  private static void addSpan(SpanBatchBuilder builder, WireReader in, int length)
      throws DecodeException {
    int offset = in.position();
    long startMicros = 0;
    long durationMicros = 0;
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag > DURATION) {
        break;
      }
      if (tag == START_TIME) {
        startMicros = readMicros(in);
      } else if (tag == DURATION) {
        durationMicros = readMicros(in);
      } else {
        in.skipValue(tag);
      }
    }
    builder.addNormalizedSpan(in.array(), offset, length, startMicros, durationMicros);
  }

  private static long readMicros(WireReader in) throws DecodeException {
    int outer = in.enter();
    long micros = 0;
    while (in.hasNext()) {
      int tag = in.readTag();
      long value = in.readVarint();
      micros += tag == SECONDS ? value * 1_000_000 : value / 1000;
    }
    in.leave(outer);
    return micros;
  }
}
