package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonNumbers;
import java.util.Arrays;

/** Ids, and the references of a span with its parent of old (contract: elasticsearch.md §3.3). */
final class References {
  private static final byte[] REF_TYPE = "refType".getBytes(US_ASCII);
  private static final byte[] TRACE_ID = "traceID".getBytes(US_ASCII);
  private static final byte[] SPAN_ID = "spanID".getBytes(US_ASCII);
  private static final byte[] FOLLOWS_FROM = "FOLLOWS_FROM".getBytes(US_ASCII);
  private static final int CHILD_OF_TYPE = 0;
  private static final int FOLLOWS_FROM_TYPE = 1;

  // Four longs a reference: both halves of the trace id, span id, type.
  private long[] values = new long[8];
  private int count;
  private long high;
  private long low;

  void clear() {
    count = 0;
  }

  /** Reads a trace id of any length up to 32 digits: see {@link #high} and {@link #low}. */
  void readTraceId(JsonCursor in) throws DecodeException {
    in.readString();
    int at = in.textAt();
    int length = in.textLength();
    if (length == 0 || length > 32) {
      throw new DecodeException("no trace id");
    }
    int split = Math.max(0, length - 16);
    high = JsonNumbers.parseHex(in.array(), at, split);
    low = JsonNumbers.parseHex(in.array(), at + split, length - split);
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  static long readSpanId(JsonCursor in) throws DecodeException {
    in.readString();
    if (in.textLength() == 0 || in.textLength() > 16) {
      throw new DecodeException("no span id");
    }
    return JsonNumbers.parseHex(in.array(), in.textAt(), in.textLength());
  }

  /** Reads the array of references; an unknown type counts as a parent, as in Jaeger. */
  void readAll(JsonCursor in) throws DecodeException {
    if (!in.enterArrayIfAny()) {
      return;
    }
    while (in.nextElement()) {
      in.enterObject();
      int type = CHILD_OF_TYPE;
      long spanId = 0;
      high = 0;
      low = 0;
      while (in.nextMember()) {
        if (in.textIs(REF_TYPE)) {
          in.readString();
          type = in.textIs(FOLLOWS_FROM) ? FOLLOWS_FROM_TYPE : CHILD_OF_TYPE;
        } else if (in.textIs(TRACE_ID)) {
          readTraceId(in);
        } else if (in.textIs(SPAN_ID)) {
          spanId = readSpanId(in);
        } else {
          in.skip();
        }
      }
      add(count, high, low, spanId, type);
    }
  }

  /** Puts the parent first that old documents name beside their references, unless one names it. */
  void addParent(JsonCursor in, long traceHigh, long traceLow) throws DecodeException {
    in.readString();
    if (in.textLength() == 0) {
      return;
    }
    if (in.textLength() > 16) {
      throw new DecodeException("no span id");
    }
    long parent = JsonNumbers.parseHex(in.array(), in.textAt(), in.textLength());
    boolean known = parent == 0;
    for (int i = 0; i < count && !known; i++) {
      known =
          values[4 * i] == traceHigh
              && values[4 * i + 1] == traceLow
              && values[4 * i + 2] == parent;
    }
    if (!known) {
      add(0, traceHigh, traceLow, parent, CHILD_OF_TYPE);
    }
  }

  void write(SpanBatchBuilder out) {
    for (int i = 0; i < count; i++) {
      out.reference(values[4 * i], values[4 * i + 1], values[4 * i + 2], (int) values[4 * i + 3]);
    }
  }

  private void add(int index, long traceHigh, long traceLow, long spanId, int type) {
    if (values.length < 4 * (count + 1)) {
      values = Arrays.copyOf(values, values.length * 2);
    }
    System.arraycopy(values, 4 * index, values, 4 * index + 4, 4 * (count - index));
    values[4 * index] = traceHigh;
    values[4 * index + 1] = traceLow;
    values[4 * index + 2] = spanId;
    values[4 * index + 3] = type;
    count++;
  }
}
