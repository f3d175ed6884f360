package io.spoor.proto.jaeger;

import static io.spoor.proto.jaeger.JaegerFields.*;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.Range;
import io.spoor.proto.wire.SplitMessage;
import io.spoor.proto.wire.WireReader;

/**
 * One span after the other: first its single fields and where the repeated ones stand, then all of
 * them in the order of the model.
 */
final class SpanDecoder {
  private final WireReader in;
  private final SpanBatchBuilder builder;
  private final TagDecoder tagDecoder;
  private final Range references = new Range();
  private final Range tags = new Range();
  private final Range logs = new Range();
  private final Range warnings = new Range();
  private final SplitMessage process = new SplitMessage();
  private final TimeValue startTime = new TimeValue();
  private final TimeValue duration = new TimeValue();
  private final TimeValue logTime = new TimeValue();

  private long traceIdHigh;
  private long traceIdLow;
  private long spanId;
  private int nameAt;
  private int nameLength;
  private int flags;
  private int processIdAt;
  private int processIdLength;

  SpanDecoder(WireReader in, SpanBatchBuilder builder, TagDecoder tagDecoder) {
    this.in = in;
    this.builder = builder;
    this.tagDecoder = tagDecoder;
  }

  /** The process that the span brought along. */
  SplitMessage process() {
    return process;
  }

  /** Reads the span that the cursor is narrowed to. */
  void readFields() throws DecodeException {
    clear();
    while (in.hasNext()) {
      int from = in.position();
      int tag = in.readTag();
      switch (tag) {
        case TRACE_ID -> readTraceId();
        case SPAN_ID -> {
          in.readLength();
          spanId = in.readBigEndian();
        }
        case OPERATION_NAME -> {
          nameLength = in.skipBytes();
          nameAt = in.position() - nameLength;
        }
        case REFERENCES -> references.skip(in, from);
        case FLAGS -> flags = (int) in.readVarint();
        case START_TIME -> startTime.readTimestamp(in);
        case DURATION -> duration.readDuration(in);
        case TAGS -> tags.skip(in, from);
        case LOGS -> logs.skip(in, from);
        case PROCESS -> process.skip(in);
        case PROCESS_ID -> {
          processIdLength = in.skipBytes();
          processIdAt = in.position() - processIdLength;
        }
        case WARNINGS -> warnings.skip(in, from);
        default -> in.skipUnknown(tag, SPAN_FIELDS);
      }
    }
  }

  private void clear() {
    traceIdHigh = 0;
    traceIdLow = 0;
    spanId = 0;
    nameLength = 0;
    flags = 0;
    processIdLength = 0;
    startTime.clear();
    duration.clear();
    references.clear();
    tags.clear();
    logs.clear();
    warnings.clear();
    process.clear();
  }

  private void readTraceId() throws DecodeException {
    traceIdHigh = in.readLength() == 16 ? in.readBigEndian() : 0;
    traceIdLow = in.readBigEndian();
  }

  /** Writes the span that was read; the cursor is still narrowed to it. */
  void write() throws DecodeException {
    builder.startSpan(traceIdHigh, traceIdLow, spanId);
    builder.operationName(in.array(), nameAt, nameLength);
    while (references.next(in, REFERENCES)) {
      reference();
    }
    builder.flags(flags);
    builder.times(startTime.seconds(), startTime.nanos(), duration.asNanos());
    while (tags.next(in, TAGS)) {
      tagDecoder.decode(in);
    }
    while (logs.next(in, LOGS)) {
      log();
    }
    builder.processId(in.array(), processIdAt, processIdLength);
    while (warnings.next(in, WARNINGS)) {
      int length = in.skipBytes();
      builder.warning(in.array(), in.position() - length, length);
    }
    builder.endSpan();
  }

  private void reference() throws DecodeException {
    long high = 0;
    long low = 0;
    long span = 0;
    int type = 0;
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case REF_TRACE_ID -> {
          high = in.readLength() == 16 ? in.readBigEndian() : 0;
          low = in.readBigEndian();
        }
        case REF_SPAN_ID -> {
          in.readLength();
          span = in.readBigEndian();
        }
        case REF_TYPE -> type = (int) in.readVarint();
        default -> in.skipUnknown(tag, REF_FIELDS);
      }
    }
    in.leave(outer);
    builder.reference(high, low, span, type);
  }

  private void log() throws DecodeException {
    int outer = in.enter();
    int from = in.position();
    logTime.clear();
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == LOG_TIMESTAMP) {
        logTime.readTimestamp(in);
      } else {
        in.skipValue(tag);
      }
    }
    builder.startLog(logTime.seconds(), logTime.nanos());
    in.moveTo(from);
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == LOG_FIELDS_TAG) {
        tagDecoder.decode(in);
      } else {
        in.skipValue(tag);
      }
    }
    builder.endLog();
    in.leave(outer);
  }
}
