package io.spoor.proto.thrift;

import static io.spoor.proto.thrift.ThriftFields.*;

import io.spoor.proto.codec.SizeBudget;
import io.spoor.proto.wire.DecodeException;
import java.util.Optional;

/**
 * The structural walk: sizes, required fields, depth, and what the batch may grow to. It notes
 * where the process and the spans stand; no text is looked at. Messages read like those of Jaeger's
 * generated Go code.
 */
final class ThriftCheck {
  private static final String[] BATCH_NAMES = {"Process", "Spans"};
  private static final String[] PROCESS_NAMES = {"ServiceName"};
  private static final String[] SPAN_NAMES = {
    "TraceIdLow",
    "TraceIdHigh",
    "SpanId",
    "ParentSpanId",
    "OperationName",
    "References",
    "Flags",
    "StartTime",
    "Duration"
  };
  private static final int SPAN_OPTIONAL = 1 << 6;
  private static final String[] REF_NAMES = {"RefType", "TraceIdLow", "TraceIdHigh", "SpanId"};
  private static final String[] LOG_NAMES = {"Timestamp", "Fields"};
  private static final String[] TAG_NAMES = {"Key", "VType"};
  private static final String[] STATS_NAMES = {
    "FullQueueDroppedSpans", "TooLargeDroppedSpans", "FailedToEmitSpans"
  };

  private final ThriftReader in;
  private final SizeBudget budget;
  private int processAt;
  private int spansAt;
  private int spans;
  private final ReportReader report = new ReportReader();

  ThriftCheck(ThriftReader in, SizeBudget budget) {
    this.in = in;
    this.budget = budget;
  }

  /** Where the process struct starts. */
  int processAt() {
    return processAt;
  }

  /** Where the header of the list of spans starts. */
  int spansAt() {
    return spansAt;
  }

  /** What the client told of itself, if it did. */
  Optional<ClientReport> report() throws DecodeException {
    return report.read(in, processAt);
  }

  /** Returns the number of spans. */
  int batch() throws DecodeException {
    int seen = 0;
    int outer = in.beginStruct();
    for (int field = field("Batch"); field != ThriftReader.STOP; field = field("Batch")) {
      switch (field) {
        case BATCH_PROCESS -> {
          once(seen, 1);
          processAt = in.position;
          process();
          seen |= 1 << 1;
        }
        case BATCH_SPANS -> {
          once(seen, 2);
          spansAt = in.position;
          spans = in.beginStructs();
          for (int left = spans; left > 0; left--) {
            span();
          }
          in.endStructs();
          seen |= 1 << 2;
        }
        case BATCH_SEQUENCE -> report.sequence(in.readI64());
        case BATCH_STATS -> stats();
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    require(seen, BATCH_NAMES, "");
    return spans;
  }

  /** Go's reader lets the last one win; nobody writes two, and decoding need not look for them. */
  private static void once(int seen, int field) throws DecodeException {
    if ((seen & 1 << field) != 0) {
      throw new DecodeException("*jaeger.Batch field " + field + " comes twice");
    }
  }

  private void process() throws DecodeException {
    int seen = 0;
    int outer = in.beginStruct();
    for (int field = field("Process"); field != ThriftReader.STOP; field = field("Process")) {
      switch (field) {
        case PROCESS_SERVICE_NAME -> {
          in.skipString();
          seen |= 1 << 1;
        }
        case PROCESS_TAGS -> tags();
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    require(seen, PROCESS_NAMES, "Process");
  }

  private void span() throws DecodeException {
    budget.addSpan();
    int seen = 0;
    int outer = in.beginStruct();
    for (int field = field("Span"); field != ThriftReader.STOP; field = field("Span")) {
      switch (field) {
        case SPAN_TRACE_ID_LOW,
            SPAN_TRACE_ID_HIGH,
            SPAN_SPAN_ID,
            SPAN_PARENT_SPAN_ID,
            SPAN_START_TIME,
            SPAN_DURATION -> {
          in.readI64();
          seen |= 1 << (field >> 4);
        }
        case SPAN_OPERATION_NAME -> {
          in.skipString();
          seen |= 1 << 5;
        }
        case SPAN_FLAGS -> {
          in.readI32();
          seen |= 1 << 7;
        }
        case SPAN_REFERENCES -> {
          for (int left = in.beginStructs(); left > 0; left--) {
            reference();
          }
          in.endStructs();
        }
        case SPAN_TAGS -> tags();
        case SPAN_LOGS -> {
          for (int left = in.beginStructs(); left > 0; left--) {
            log();
          }
          in.endStructs();
        }
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    require(seen | SPAN_OPTIONAL, SPAN_NAMES, "Span");
  }

  private void reference() throws DecodeException {
    budget.addItem();
    int seen = 0;
    int outer = in.beginStruct();
    for (int field = field("SpanRef"); field != ThriftReader.STOP; field = field("SpanRef")) {
      switch (field) {
        case REF_TYPE -> {
          in.readI32();
          seen |= 1 << 1;
        }
        case REF_TRACE_ID_LOW, REF_TRACE_ID_HIGH, REF_SPAN_ID -> {
          in.readI64();
          seen |= 1 << (field >> 4);
        }
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    require(seen, REF_NAMES, "SpanRef");
  }

  private void log() throws DecodeException {
    budget.addItem();
    int seen = 0;
    int outer = in.beginStruct();
    for (int field = field("Log"); field != ThriftReader.STOP; field = field("Log")) {
      switch (field) {
        case LOG_TIMESTAMP -> {
          in.readI64();
          seen |= 1 << 1;
        }
        case LOG_FIELDS -> {
          tags();
          seen |= 1 << 2;
        }
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    require(seen, LOG_NAMES, "Log");
  }

  private void tags() throws DecodeException {
    for (int left = in.beginStructs(); left > 0; left--) {
      tag();
    }
    in.endStructs();
  }

  private void tag() throws DecodeException {
    int seen = 0;
    int outer = in.beginStruct();
    for (int field = field("Tag"); field != ThriftReader.STOP; field = field("Tag")) {
      switch (field) {
        case TAG_KEY -> {
          in.skipString();
          seen |= 1 << 1;
        }
        case TAG_TYPE -> {
          int type = in.readI32();
          if (type < STRING_TYPE || type > BINARY_TYPE) {
            // The value becomes a text that names the type.
            budget.addItem();
          }
          seen |= 1 << 2;
        }
        case TAG_STRING, TAG_BINARY -> in.skipString();
        case TAG_DOUBLE -> in.readDouble();
        case TAG_BOOL -> in.readBool();
        case TAG_LONG -> in.readI64();
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    require(seen, TAG_NAMES, "Tag");
  }

  private void stats() throws DecodeException {
    int seen = 0;
    int outer = in.beginStruct();
    for (int field = field("ClientStats");
        field != ThriftReader.STOP;
        field = field("ClientStats")) {
      switch (field) {
        case STATS_FULL_QUEUE, STATS_TOO_LARGE, STATS_FAILED -> {
          report.lost(field, in.readI64());
          seen |= 1 << (field >> 4);
        }
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    require(seen, STATS_NAMES, "ClientStats");
  }

  private int field(String struct) throws DecodeException {
    if (in.position == in.end) {
      throw new DecodeException("*jaeger." + struct + " field 0 read error: EOF");
    }
    return in.readField();
  }

  /**
   * Refuses a struct without all of its first fields.
   *
   * @param seen a bit for each field id
   * @param names of the fields with id 1, 2 and so on, all of them required
   */
  private static void require(int seen, String[] names, String struct) throws DecodeException {
    int missing = ~(seen >> 1) & ((1 << names.length) - 1);
    if (missing != 0) {
      String prefix = struct.isEmpty() ? "" : "*jaeger." + struct + " error reading struct: ";
      String name = names[Integer.numberOfTrailingZeros(missing)];
      throw new DecodeException(prefix + "Required field " + name + " is not set");
    }
  }
}
