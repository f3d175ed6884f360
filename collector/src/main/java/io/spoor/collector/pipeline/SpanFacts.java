package io.spoor.collector.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;
import java.util.Arrays;

/**
 * What the counters want to know of a span, read from its normalized bytes, in one byte. Read once
 * though it is counted twice: when the span is received and when it is saved.
 */
final class SpanFacts {
  private static final int DEBUG = 0x80;
  private static final int ROOT = 0x40;

  private static final byte[] SAMPLER_KEY = "\n\14sampler.type".getBytes(UTF_8);
  private static final int DEBUG_FLAG = 2;

  /** Values of the label {@code sampler_type}; the first stands for all others. */
  static final String[] SAMPLERS = {
    "unrecognized", "probabilistic", "lowerbound", "ratelimiting", "const"
  };

  private static final byte[][] SAMPLER_VALUES =
      Arrays.stream(SAMPLERS).map(name -> name.getBytes(UTF_8)).toArray(byte[][]::new);

  private final WireReader in = new WireReader();
  private boolean debug;
  private boolean root;
  private int sampler;

  private SpanFacts() {}

  /** A byte for each span. */
  static byte[] of(SpanBatch batch) {
    SpanFacts facts = new SpanFacts();
    byte[] all = new byte[batch.size()];
    for (int i = 0; i < all.length; i++) {
      facts.read(batch, i);
      all[i] = (byte) ((facts.debug ? DEBUG : 0) | (facts.root ? ROOT : 0) | facts.sampler);
    }
    return all;
  }

  private void read(SpanBatch batch, int span) {
    debug = false;
    root = true;
    sampler = 0;
    long traceHigh = batch.traceIdHigh(span);
    long traceLow = batch.traceIdLow(span);
    in.reset(batch.array(), batch.spanOffset(span), batch.spanLength(span));
    try {
      while (in.hasNext()) {
        int tag = in.readTag();
        if (tag == 0x22) {
          readReference(traceHigh, traceLow);
        } else if (tag == 0x28) {
          debug = (in.readVarint() & DEBUG_FLAG) != 0;
        } else if (tag > 0x42 || (tag == 0x42 && !root)) {
          return;
        } else if (tag == 0x42) {
          readTag();
        } else {
          // Ids, operation name, start and duration: all with a length.
          in.skip(in.readLength());
        }
      }
    } catch (DecodeException e) {
      throw new IllegalStateException("a normalized span is not", e);
    }
  }

  static boolean isDebug(byte fact) {
    return (fact & DEBUG) != 0;
  }

  /** Whether it has no parent in its own trace. */
  static boolean isRoot(byte fact) {
    return (fact & ROOT) != 0;
  }

  /** An index of {@link #SAMPLERS}; known for root spans only. */
  static int sampler(byte fact) {
    return fact & (ROOT - 1);
  }

  private void readReference(long traceHigh, long traceLow) throws DecodeException {
    int outer = in.enter();
    // Normalized: 0a 10 and the trace id, 12 08 and the span id.
    byte[] bytes = in.array();
    int at = in.position();
    if (bigEndian(bytes, at + 2) == traceHigh
        && bigEndian(bytes, at + 10) == traceLow
        && bigEndian(bytes, at + 20) != 0) {
      root = false;
    }
    in.leave(outer);
  }

  private void readTag() throws DecodeException {
    int outer = in.enter();
    byte[] bytes = in.array();
    int at = in.position();
    if (startsWith(bytes, at, SAMPLER_KEY)) {
      while (in.hasNext()) {
        int field = in.readTag();
        if (field != 0x0a && field != 0x1a) {
          // Not text: no sampler.
          break;
        }
        int length = in.readLength();
        if (field == 0x1a) {
          sampler = samplerOf(bytes, in.position(), length);
        }
        in.skip(length);
      }
    }
    in.leave(outer);
  }

  private static int samplerOf(byte[] bytes, int at, int length) {
    for (int i = 1; i < SAMPLER_VALUES.length; i++) {
      byte[] value = SAMPLER_VALUES[i];
      if (Arrays.equals(bytes, at, at + length, value, 0, value.length)) {
        return i;
      }
    }
    return 0;
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
    return bytes.length - at >= prefix.length
        && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length);
  }

  private static long bigEndian(byte[] bytes, int at) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at + i] & 0xff);
    }
    return value;
  }
}
