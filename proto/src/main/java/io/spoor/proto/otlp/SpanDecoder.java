package io.spoor.proto.otlp;

import static io.spoor.proto.otlp.OtlpFields.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.Range;
import io.spoor.proto.wire.WireReader;

/**
 * One span after the other, in the order of the model's fields. A first walk takes the single
 * fields and notes where the repeated ones begin and end; those are walked when their turn comes.
 */
final class SpanDecoder {
  private static final byte[] OTEL_SCOPE_NAME = "otel.scope.name".getBytes(US_ASCII);
  private static final byte[] OTEL_SCOPE_VERSION = "otel.scope.version".getBytes(US_ASCII);
  private static final byte[] SPAN_KIND = "span.kind".getBytes(US_ASCII);
  // By number; unspecified and unknown kinds have no tag.
  private static final byte[][] KINDS = {
    {},
    "internal".getBytes(US_ASCII),
    "server".getBytes(US_ASCII),
    "client".getBytes(US_ASCII),
    "producer".getBytes(US_ASCII),
    "consumer".getBytes(US_ASCII)
  };
  private static final byte[] OTEL_STATUS_CODE = "otel.status_code".getBytes(US_ASCII);
  private static final int STATUS_OK = 1;
  private static final int STATUS_ERROR = 2;
  private static final byte[] OK = "OK".getBytes(US_ASCII);
  private static final byte[] ERROR_CODE = "ERROR".getBytes(US_ASCII);
  private static final byte[] ERROR = "error".getBytes(US_ASCII);
  private static final byte[] OTEL_STATUS_DESCRIPTION =
      "otel.status_description".getBytes(US_ASCII);
  private static final byte[] W3C_TRACESTATE = "w3c.tracestate".getBytes(US_ASCII);
  private static final byte[] EVENT = "event".getBytes(US_ASCII);

  // The scope of the spans that follow: the request's decoder sets it.
  int scopeNameAt;
  int scopeNameLength;
  int scopeVersionAt;
  int scopeVersionLength;

  private final WireReader in;
  private final SpanBatchBuilder builder;
  private final TagWriter tags;
  private final ReferenceDecoder references;
  private final Attribute attribute = new Attribute();
  // A repeated field of the span that is being read: from its first element to behind its last.
  private final Range attributes = new Range();
  private final Range events = new Range();
  private final Range links = new Range();

  private long traceIdHigh;
  private long traceIdLow;
  private long spanId;
  private long parentSpanId;
  private int nameAt;
  private int nameLength;
  private int traceStateAt;
  private int traceStateLength;
  private int kind;
  private long startNanos;
  private long endNanos;
  private int statusCode;
  private int statusMessageAt;
  private int statusMessageLength;

  SpanDecoder(WireReader in, SpanBatchBuilder builder, TagWriter tags) {
    this.in = in;
    this.builder = builder;
    this.tags = tags;
    this.references = new ReferenceDecoder(in, builder, tags);
  }

  /** Decodes the span whose length comes next. */
  void decode() throws DecodeException {
    int outer = in.enter();
    clear();
    readFields();
    builder.startSpan(traceIdHigh, traceIdLow, spanId);
    builder.operationName(in.array(), nameAt, nameLength);
    references.decode(traceIdHigh, traceIdLow, parentSpanId, links);
    builder.times(
        Times.seconds(startNanos),
        Times.nanosOfSecond(startNanos),
        Times.duration(startNanos, endNanos));
    writeTags();
    while (events.next(in, EVENTS)) {
      event();
    }
    builder.endSpan();
    in.leave(outer);
  }

  private void clear() {
    traceIdHigh = 0;
    traceIdLow = 0;
    spanId = 0;
    parentSpanId = 0;
    nameLength = 0;
    traceStateLength = 0;
    kind = 0;
    startNanos = 0;
    endNanos = 0;
    statusCode = 0;
    statusMessageLength = 0;
    attributes.clear();
    events.clear();
    links.clear();
  }

  private void readFields() throws DecodeException {
    while (in.hasNext()) {
      int from = in.position();
      int tag = in.readTag();
      switch (tag) {
        case TRACE_ID -> {
          boolean present = in.readLength() != 0;
          traceIdHigh = present ? in.readBigEndian() : 0;
          traceIdLow = present ? in.readBigEndian() : 0;
        }
        case SPAN_ID -> spanId = in.readLength() == 0 ? 0 : in.readBigEndian();
        case PARENT_SPAN_ID -> parentSpanId = in.readLength() == 0 ? 0 : in.readBigEndian();
        case TRACE_STATE -> {
          traceStateLength = in.skipBytes();
          traceStateAt = in.position() - traceStateLength;
        }
        case NAME -> {
          nameLength = in.skipBytes();
          nameAt = in.position() - nameLength;
        }
        case KIND -> kind = (int) in.readVarint();
        case START_TIME -> startNanos = in.readFixed64();
        case END_TIME -> endNanos = in.readFixed64();
        case ATTRIBUTES -> attributes.skip(in, from);
        case EVENTS -> events.skip(in, from);
        case LINKS -> links.skip(in, from);
        case STATUS -> status();
        default -> in.skipUnknown(tag, SPAN_FIELDS);
      }
    }
  }

  private void status() throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case STATUS_CODE -> statusCode = (int) in.readVarint();
        case STATUS_MESSAGE -> {
          statusMessageLength = in.skipBytes();
          statusMessageAt = in.position() - statusMessageLength;
        }
        default -> in.skipUnknown(tag, STATUS_FIELDS);
      }
    }
    in.leave(outer);
  }

  /** In the order of collector.md §5.3. */
  private void writeTags() throws DecodeException {
    if (scopeNameLength > 0) {
      tags.write(OTEL_SCOPE_NAME, scopeNameAt, scopeNameLength);
    }
    if (scopeVersionLength > 0) {
      tags.write(OTEL_SCOPE_VERSION, scopeVersionAt, scopeVersionLength);
    }
    while (attributes.next(in, ATTRIBUTES)) {
      attribute.readKeyValue(in);
      tags.write(attribute);
    }
    if (kind > 0 && kind < KINDS.length) {
      tags.write(SPAN_KIND, KINDS[kind]);
    }
    if (statusCode == STATUS_OK) {
      tags.write(OTEL_STATUS_CODE, OK);
    } else if (statusCode == STATUS_ERROR) {
      tags.write(OTEL_STATUS_CODE, ERROR_CODE);
      builder.boolTag(ERROR, 0, ERROR.length, true);
    }
    if (statusMessageLength > 0) {
      tags.write(OTEL_STATUS_DESCRIPTION, statusMessageAt, statusMessageLength);
    }
    if (traceStateLength > 0) {
      tags.write(W3C_TRACESTATE, traceStateAt, traceStateLength);
    }
  }

  private void event() throws DecodeException {
    int outer = in.enter();
    int from = in.position();
    long time = 0;
    int eventNameAt = 0;
    int eventNameLength = 0;
    boolean hasEventAttribute = false;
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case EVENT_TIME -> time = in.readFixed64();
        case EVENT_NAME -> {
          eventNameLength = in.skipBytes();
          eventNameAt = in.position() - eventNameLength;
        }
        case EVENT_ATTRIBUTES -> {
          attribute.readKeyValue(in);
          hasEventAttribute |= tags.keyIs(attribute, EVENT);
        }
        default -> in.skipUnknown(tag, EVENT_FIELDS);
      }
    }
    builder.startLog(Times.seconds(time), Times.nanosOfSecond(time));
    if (eventNameLength > 0 && !hasEventAttribute) {
      tags.write(EVENT, eventNameAt, eventNameLength);
    }
    in.moveTo(from);
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == EVENT_ATTRIBUTES) {
        attribute.readKeyValue(in);
        tags.write(attribute);
      } else {
        in.skipValue(tag);
      }
    }
    builder.endLog();
    in.leave(outer);
  }
}
