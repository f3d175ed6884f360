package io.spoor.proto.thrift;

import static io.spoor.proto.thrift.ThriftFields.*;

import io.spoor.proto.model.Micros;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;

/**
 * One span after the other: first its single fields and where the lists stand, then all of them in
 * the order of the model (contract: collector.md §6.4).
 */
final class SpanDecoder {
  /** A bit for each field that the check requires: 1 to 5, 7 to 9. */
  private static final int ALL_OF_HEAD = 0b11_1011_1110;

  private final ThriftReader in;
  private final SpanBatchBuilder builder;
  private final ThriftDecoder decoder;

  private long traceIdHigh;
  private long traceIdLow;
  private long spanId;
  private long parentSpanId;
  private int nameAt;
  private int nameLength;
  private int flags;
  private long startTime;
  private long duration;
  // Where the header of the list stands; 0 = no list.
  private int referencesAt;
  // Whether the span has been started.
  private boolean isOpen;

  // The reference that was read last.
  private int refType;
  private long refTraceIdHigh;
  private long refTraceIdLow;
  private long refSpanId;

  SpanDecoder(ThriftReader in, SpanBatchBuilder builder, ThriftDecoder decoder) {
    this.in = in;
    this.builder = builder;
    this.decoder = decoder;
  }

  /**
   * In one pass where the fields come in the order of the IDL, as every library writes them;
   * otherwise the span is taken back and its parts are looked up first.
   */
  void decode() throws DecodeException {
    int start = in.position;
    int outer = in.beginStruct();
    isOpen = false;
    if (!decodeInOrder()) {
      if (isOpen) {
        builder.dropSpan();
      }
      in.endStruct(outer);
      in.position = start;
      in.beginStruct();
      decodeInAnyOrder();
    }
    in.endStruct(outer);
  }

  /** Returns false if a field came where it should not have come. */
  private boolean decodeInOrder() throws DecodeException {
    referencesAt = 0;
    int seen = 0;
    int last = 0;
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field <= last) {
        return false;
      }
      last = field;
      if (field == SPAN_TAGS || field == SPAN_LOGS) {
        if (seen != ALL_OF_HEAD) {
          return false;
        }
        if (!isOpen) {
          head();
        }
        if (field == SPAN_TAGS) {
          decoder.tags(in.position);
        } else {
          logs(in.position);
        }
      } else {
        seen |= readHead(field);
      }
    }
    if (seen != ALL_OF_HEAD) {
      return false;
    }
    if (!isOpen) {
      head();
    }
    builder.endSpan();
    return true;
  }

  private void decodeInAnyOrder() throws DecodeException {
    referencesAt = 0;
    int tagsAt = 0;
    int logsAt = 0;
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field == SPAN_TAGS) {
        tagsAt = in.position;
        in.skipField(field & 0xf);
      } else if (field == SPAN_LOGS) {
        logsAt = in.position;
        in.skipField(field & 0xf);
      } else {
        readHead(field);
      }
    }
    int end = in.position;
    head();
    decoder.tags(tagsAt);
    logs(logsAt);
    builder.endSpan();
    in.position = end;
  }

  /** Starts the span and writes what stands before its tags. The cursor stays where it is. */
  private void head() throws DecodeException {
    int at = in.position;
    isOpen = true;
    builder.startSpan(traceIdHigh, traceIdLow, spanId);
    builder.operationName(in.bytes, nameAt, nameLength);
    references();
    builder.flags(flags);
    builder.times(
        Micros.seconds(startTime), Micros.nanosOfSecond(startTime), Micros.durationNanos(duration));
    in.position = at;
  }

  /** Reads a field that is neither tags nor logs, and returns its bit if it is a required one. */
  private int readHead(int field) throws DecodeException {
    switch (field) {
      case SPAN_TRACE_ID_LOW -> traceIdLow = in.readI64();
      case SPAN_TRACE_ID_HIGH -> traceIdHigh = in.readI64();
      case SPAN_SPAN_ID -> spanId = in.readI64();
      case SPAN_PARENT_SPAN_ID -> parentSpanId = in.readI64();
      case SPAN_OPERATION_NAME -> {
        nameLength = in.skipString();
        nameAt = in.position - nameLength;
      }
      case SPAN_FLAGS -> flags = in.readI32();
      case SPAN_START_TIME -> startTime = in.readI64();
      case SPAN_DURATION -> duration = in.readI64();
      default -> {
        if (field == SPAN_REFERENCES) {
          referencesAt = in.position;
        }
        in.skipField(field & 0xf);
        return 0;
      }
    }
    return 1 << (field >> 4);
  }

  /** The parent comes first, unless a reference to it is there already, whatever its type. */
  private void references() throws DecodeException {
    if (parentSpanId != 0 && !refersToParent()) {
      builder.childOf(traceIdHigh, traceIdLow, parentSpanId);
    }
    if (referencesAt == 0) {
      return;
    }
    in.position = referencesAt;
    for (int left = in.beginStructs(); left > 0; left--) {
      readReference();
      builder.reference(refTraceIdHigh, refTraceIdLow, refSpanId, refType);
    }
    in.endStructs();
  }

  private boolean refersToParent() throws DecodeException {
    boolean found = false;
    if (referencesAt != 0) {
      in.position = referencesAt;
      for (int left = in.beginStructs(); left > 0; left--) {
        readReference();
        found |=
            refSpanId == parentSpanId
                && refTraceIdLow == traceIdLow
                && refTraceIdHigh == traceIdHigh;
      }
      in.endStructs();
    }
    return found;
  }

  private void readReference() throws DecodeException {
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      switch (field) {
        case REF_TYPE -> refType = in.readI32();
        case REF_TRACE_ID_LOW -> refTraceIdLow = in.readI64();
        case REF_TRACE_ID_HIGH -> refTraceIdHigh = in.readI64();
        case REF_SPAN_ID -> refSpanId = in.readI64();
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
  }

  /** Writes the logs of the list at {@code at}, and leaves the cursor behind it; 0 = no list. */
  private void logs(int at) throws DecodeException {
    if (at == 0) {
      return;
    }
    in.position = at;
    for (int left = in.beginStructs(); left > 0; left--) {
      log();
    }
    in.endStructs();
  }

  private void log() throws DecodeException {
    long timestamp = 0;
    int fieldsAt = 0;
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field == LOG_TIMESTAMP) {
        timestamp = in.readI64();
      } else {
        if (field == LOG_FIELDS) {
          fieldsAt = in.position;
        }
        in.skipField(field & 0xf);
      }
    }
    int end = in.position;
    builder.startLog(Micros.seconds(timestamp), Micros.nanosOfSecond(timestamp));
    decoder.tags(fieldsAt);
    builder.endLog();
    in.position = end;
    in.endStruct(outer);
  }
}
