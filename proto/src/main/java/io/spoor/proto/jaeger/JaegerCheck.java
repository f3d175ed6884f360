package io.spoor.proto.jaeger;

import static io.spoor.proto.jaeger.JaegerFields.*;

import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SizeBudget;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;

/**
 * The structural walk: lengths, wire types, id lengths, ranges of times, depth, and what the
 * message may grow to. Nothing is kept and no text is looked at.
 */
final class JaegerCheck {
  private final WireReader in;
  private final SizeBudget budget;
  private final TimeValue time = new TimeValue();
  private int spans;
  // How often the batch's process comes again behind a process that a span brought along.
  private int processReturns;
  private boolean ownProcess;
  private long batchProcessBytes;

  JaegerCheck(byte[] bytes, int offset, int length, DecodeLimits limits) throws DecodeException {
    this.in = new WireReader(bytes, offset, length, limits.maxDepth());
    this.budget = new SizeBudget(limits, length);
  }

  /** Returns the number of spans. */
  int request() throws DecodeException {
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == REQUEST_BATCH) {
        batch();
      } else {
        in.skipUnknown(tag, REQUEST_FIELDS);
      }
    }
    budget.addText(batchProcessBytes, processReturns);
    return spans;
  }

  private void batch() throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case BATCH_SPANS -> span();
        case BATCH_PROCESS -> batchProcessBytes += process();
        default -> in.skipUnknown(tag, BATCH_FIELDS);
      }
    }
    in.leave(outer);
  }

  private void span() throws DecodeException {
    int outer = in.enter();
    budget.addSpan();
    boolean hasProcess = false;
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case TRACE_ID -> traceId();
        case SPAN_ID -> spanId();
        case OPERATION_NAME, PROCESS_ID, WARNINGS -> in.skipBytes();
        case REFERENCES -> reference();
        case FLAGS -> in.readVarint();
        case START_TIME -> time.readTimestamp(in);
        case DURATION -> time.readDuration(in);
        case TAGS -> keyValue();
        case LOGS -> log();
        case PROCESS -> {
          process();
          hasProcess = true;
        }
        default -> in.skipUnknown(tag, SPAN_FIELDS);
      }
    }
    if (ownProcess && !hasProcess) {
      processReturns++;
    }
    ownProcess = hasProcess;
    spans++;
    in.leave(outer);
  }

  private void reference() throws DecodeException {
    int outer = in.enter();
    budget.addItem();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case REF_TRACE_ID -> traceId();
        case REF_SPAN_ID -> spanId();
        case REF_TYPE -> in.readVarint();
        default -> in.skipUnknown(tag, REF_FIELDS);
      }
    }
    in.leave(outer);
  }

  private void log() throws DecodeException {
    int outer = in.enter();
    budget.addItem();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case LOG_TIMESTAMP -> time.readTimestamp(in);
        case LOG_FIELDS_TAG -> keyValue();
        default -> in.skipUnknown(tag, LOG_FIELDS);
      }
    }
    in.leave(outer);
  }

  private int process() throws DecodeException {
    int outer = in.enter();
    int length = in.end() - in.position();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case SERVICE_NAME -> in.skipBytes();
        case PROCESS_TAGS -> keyValue();
        default -> in.skipUnknown(tag, PROCESS_FIELDS);
      }
    }
    in.leave(outer);
    return length;
  }

  private void keyValue() throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case KEY, STRING_VALUE, BINARY_VALUE -> in.skipBytes();
        case BOOL_VALUE, INT64_VALUE -> in.readVarint();
        case FLOAT64_VALUE -> in.readFixed64();
        case TYPE -> {
          int type = (int) in.readVarint();
          if (type < STRING_TYPE || type > BINARY_TYPE) {
            // The value becomes a text that names the type.
            budget.addItem();
          }
        }
        default -> in.skipUnknown(tag, KEY_VALUE_FIELDS);
      }
    }
    in.leave(outer);
  }

  private void traceId() throws DecodeException {
    int length = in.skipBytes();
    if (length != 16 && length != 8) {
      throw new DecodeException("invalid length for TraceID: " + length);
    }
  }

  private void spanId() throws DecodeException {
    int length = in.skipBytes();
    if (length != 8) {
      throw new DecodeException("invalid length for SpanID: " + length);
    }
  }
}
