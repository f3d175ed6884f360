package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.Range;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;

/**
 * Spans of a batch as Jaeger's documents, straight from wire bytes to JSON bytes (contract:
 * elasticsearch.md §3). Jaeger's form has no place for nanoseconds and the process id. Times before
 * 1970 and durations below zero, which would make Jaeger's reader fail on its whole answer, are
 * written as 0 and told in a warning; warnings, which v1.53 neither writes nor reads, stand last.
 *
 * <p>Confined to one thread: {@link #start} a batch, then {@link #write} its spans in any order.
 */
public final class SpanDocument {
  private static final byte[] TRACE_ID = "{\"traceID\":\"".getBytes(US_ASCII);
  private static final byte[] SPAN_ID = "\",\"spanID\":\"".getBytes(US_ASCII);
  private static final byte[] SPAN_ID_FIRST = "{\"spanID\":\"".getBytes(US_ASCII);
  private static final byte[] FLAGS = ",\"flags\":".getBytes(US_ASCII);
  private static final byte[] OPERATION_NAME = ",\"operationName\":".getBytes(US_ASCII);
  private static final byte[] START_TIME = ",\"startTime\":".getBytes(US_ASCII);
  private static final byte[] START_TIME_MILLIS = ",\"startTimeMillis\":".getBytes(US_ASCII);
  private static final byte[] DURATION = ",\"duration\":".getBytes(US_ASCII);
  private static final byte[] PROCESS = ",\"process\":".getBytes(US_ASCII);
  private static final byte[] WARNINGS = ",\"warnings\":[".getBytes(US_ASCII);
  private static final int TAG = 0x42;
  private static final int WARNING = 0x62;

  private final ProcessObjects processes;
  private final TagArray tags;
  private final ReferenceArray references = new ReferenceArray();
  private final LogArray logs = new LogArray();
  private final Range tagRange = new Range();
  private final Range warnings = new Range();
  private final WireReader in = new WireReader();
  private SpanBatch batch = new SpanBatchBuilder().build();
  private int process;
  private int operationOffset;
  private int operationLength;
  private long flags;

  public SpanDocument(TagFields fields) {
    this.processes = new ProcessObjects(fields);
    this.tags = new TagArray(fields);
  }

  /** Writes spans of this batch from here on. */
  public void start(SpanBatch newBatch) {
    batch = newBatch;
    processes.start(newBatch.processCount());
  }

  /** Microseconds as the document has them: never below 0. */
  public static long startMicros(SpanBatch batch, int span) {
    return Math.max(0, batch.startMicros(span));
  }

  /** The text of the span's trace id, as documents have it. */
  public static void traceId(SpanBatch batch, int span, WireWriter out) {
    JsonText.traceId(batch.traceIdHigh(span), batch.traceIdLow(span), out);
  }

  /** Writes the document, without a line end. */
  public void write(int span, WireWriter out) {
    try {
      walk(span);
      JsonText.ascii(TRACE_ID, out);
      traceId(batch, span, out);
      JsonText.ascii(SPAN_ID, out);
      writeUpToProcess(span, out);
      processes.write(batch, process, out);
      writeWarnings(span, out);
      out.writeByte('}');
    } catch (DecodeException e) {
      throw new IllegalStateException("a normalized span is not", e);
    }
  }

  /**
   * Writes the document of a span that stands among others of its trace: without the trace id, and
   * with a number in the place of the process, which {@link #writeProcess} must have written.
   */
  public void writePart(int span, int processNumber, WireWriter out) {
    try {
      walk(span);
      JsonText.ascii(SPAN_ID_FIRST, out);
      writeUpToProcess(span, out);
      JsonText.decimal(processNumber, out);
      writeWarnings(span, out);
      out.writeByte('}');
    } catch (DecodeException e) {
      throw new IllegalStateException("a normalized span is not", e);
    }
  }

  /** Writes what a document has as its process. */
  public void writeProcess(int processOfBatch, WireWriter out) {
    try {
      processes.write(batch, processOfBatch, out);
    } catch (DecodeException e) {
      throw new IllegalStateException("a normalized process is not", e);
    }
  }

  /** Fills the service document of the span that was written last. */
  public void describe(ServiceDocument service) {
    service.set(
        batch.array(),
        processes.nameOffset(process),
        processes.nameLength(process),
        operationOffset,
        operationLength,
        tags.kind());
  }

  private void walk(int span) throws DecodeException {
    operationOffset = 0;
    operationLength = 0;
    flags = 0;
    references.clear();
    tagRange.clear();
    logs.clear();
    warnings.clear();
    in.reset(batch.array(), batch.spanOffset(span), batch.spanLength(span));
    while (in.hasNext()) {
      int at = in.position();
      int field = in.readTag();
      switch (field) {
        case 0x1a -> {
          operationLength = in.skipBytes();
          operationOffset = in.position() - operationLength;
        }
        case ReferenceArray.FIELD -> references.skip(in, at);
        case 0x28 -> flags = in.readVarint() & Integer.MAX_VALUE;
        case TAG -> tagRange.skip(in, at);
        case LogArray.FIELD -> logs.skip(in, at);
        case WARNING -> warnings.skip(in, at);
        default -> in.skipValue(field);
      }
    }
  }

  private void writeUpToProcess(int span, WireWriter out) throws DecodeException {
    JsonText.hex(batch.spanId(span), out);
    out.writeByte('"');
    if (flags != 0) {
      JsonText.ascii(FLAGS, out);
      JsonText.decimal(flags, out);
    }
    JsonText.ascii(OPERATION_NAME, out);
    JsonText.string(batch.array(), operationOffset, operationLength, out);
    out.writeByte(',');
    references.write(in, out);
    writeTimes(span, out);
    out.writeByte(',');
    tags.write(in, tagRange, TAG, out);
    out.writeByte(',');
    logs.write(in, out);
    JsonText.ascii(PROCESS, out);
    process = batch.process(span);
  }

  private void writeTimes(int span, WireWriter out) {
    long start = startMicros(batch, span);
    JsonText.ascii(START_TIME, out);
    JsonText.decimal(start, out);
    JsonText.ascii(START_TIME_MILLIS, out);
    JsonText.decimal(start / 1000, out);
    JsonText.ascii(DURATION, out);
    JsonText.decimal(Math.max(0, batch.durationMicros(span)), out);
  }

  private void writeWarnings(int span, WireWriter out) throws DecodeException {
    boolean isEarly = batch.startMicros(span) < 0;
    boolean isNegative = batch.durationMicros(span) < 0;
    if (warnings.isEmpty() && !isEarly && !isNegative) {
      return;
    }
    JsonText.ascii(WARNINGS, out);
    int start = out.size();
    warnings.restart();
    while (warnings.next(in, WARNING)) {
      int length = in.readLength();
      separate(start, out);
      JsonText.string(in.array(), in.position(), length, out);
      in.skip(length);
    }
    if (isEarly) {
      separate(start, out);
      warning("start before 1970, in microseconds: ", batch.startMicros(span), out);
    }
    if (isNegative) {
      separate(start, out);
      warning("duration below zero, in microseconds: ", batch.durationMicros(span), out);
    }
    out.writeByte(']');
  }

  private static void warning(String text, long value, WireWriter out) {
    byte[] bytes = (text + value).getBytes(US_ASCII);
    JsonText.string(bytes, 0, bytes.length, out);
  }

  private static void separate(int start, WireWriter out) {
    if (out.size() > start) {
      out.writeByte(',');
    }
  }
}
