package io.spoor.proto.otlp;

import static io.spoor.proto.otlp.OtlpFields.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.Range;
import io.spoor.proto.wire.WireReader;
import java.util.Arrays;

/**
 * The parent first, then the links. A link to the parent is not added again: it sets the parent's
 * type, the last one for good.
 */
final class ReferenceDecoder {
  private static final int CHILD_OF = 0;
  private static final int FOLLOWS_FROM = 1;
  private static final byte[] REF_TYPE = "opentracing.ref_type".getBytes(US_ASCII);
  private static final byte[] CHILD_OF_VALUE = "child_of".getBytes(US_ASCII);

  private final WireReader in;
  private final SpanBatchBuilder builder;
  private final TagWriter tags;
  private final Attribute attribute = new Attribute();
  private long traceIdHigh;
  private long traceIdLow;
  private long spanId;
  private int type;

  ReferenceDecoder(WireReader in, SpanBatchBuilder builder, TagWriter tags) {
    this.in = in;
    this.builder = builder;
    this.tags = tags;
  }

  /** Writes the references of a span; the cursor ends anywhere in it. */
  void decode(long ownTraceIdHigh, long ownTraceIdLow, long parentSpanId, Range links)
      throws DecodeException {
    if (parentSpanId != 0) {
      int parentType = CHILD_OF;
      while (links.next(in, LINKS)) {
        readLink();
        if (isParent(ownTraceIdHigh, ownTraceIdLow, parentSpanId)) {
          parentType = type;
        }
      }
      links.restart();
      builder.reference(ownTraceIdHigh, ownTraceIdLow, parentSpanId, parentType);
    }
    while (links.next(in, LINKS)) {
      readLink();
      if (!isParent(ownTraceIdHigh, ownTraceIdLow, parentSpanId)) {
        builder.reference(traceIdHigh, traceIdLow, spanId, type);
      }
    }
  }

  private boolean isParent(long ownTraceIdHigh, long ownTraceIdLow, long parentSpanId) {
    return parentSpanId != 0
        && spanId == parentSpanId
        && traceIdLow == ownTraceIdLow
        && traceIdHigh == ownTraceIdHigh;
  }

  private void readLink() throws DecodeException {
    traceIdHigh = 0;
    traceIdLow = 0;
    spanId = 0;
    type = FOLLOWS_FROM;
    boolean typed = false;
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case LINK_TRACE_ID -> {
          boolean present = in.readLength() != 0;
          traceIdHigh = present ? in.readBigEndian() : 0;
          traceIdLow = present ? in.readBigEndian() : 0;
        }
        case LINK_SPAN_ID -> spanId = in.readLength() == 0 ? 0 : in.readBigEndian();
        case LINK_ATTRIBUTES -> {
          attribute.readKeyValue(in);
          if (!typed && tags.keyIs(attribute, REF_TYPE)) {
            typed = true;
            type = isChildOf() ? CHILD_OF : FOLLOWS_FROM;
          }
        }
        default -> in.skipUnknown(tag, LINK_FIELDS);
      }
    }
    in.leave(outer);
  }

  private boolean isChildOf() {
    return attribute.kind == STRING_VALUE
        && attribute.valueLength == CHILD_OF_VALUE.length
        && Arrays.equals(
            in.array(),
            attribute.valueAt,
            attribute.valueAt + attribute.valueLength,
            CHILD_OF_VALUE,
            0,
            CHILD_OF_VALUE.length);
  }
}
