package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.Micros;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads span documents, whichever Jaeger wrote them (contract: elasticsearch.md §3). Members may
 * come in any order and any of them but the ids may be missing or null; those that nobody knows are
 * passed over. Confined to one thread.
 */
public final class SpanDocumentReader {
  private static final byte[][] SPAN =
      names(
          "traceID",
          "spanID",
          "parentSpanID",
          "flags",
          "operationName",
          "references",
          "startTime",
          "duration",
          "tags",
          "tag",
          "scopeTag",
          "logs",
          "warnings",
          "process");
  private static final int TRACE_ID = 0;
  private static final int SPAN_ID = 1;
  private static final int PARENT_SPAN_ID = 2;
  private static final int FLAGS = 3;
  private static final int OPERATION_NAME = 4;
  private static final int REFERENCES = 5;
  private static final int START_TIME = 6;
  private static final int DURATION = 7;
  private static final int SPAN_TAGS = 8;
  private static final int SPAN_TAG = 9;
  private static final int SCOPE_TAG = 10;
  private static final int LOGS = 11;
  private static final int WARNINGS = 12;
  private static final int PROCESS = 13;

  private static final byte[][] PROCESS_MEMBERS = names("serviceName", "tags", "tag");
  private static final int SERVICE_NAME = 0;
  private static final int PROCESS_TAGS = 1;
  private static final int PROCESS_TAG = 2;

  private static final byte[][] LOG_MEMBERS = names("timestamp", "fields");
  private static final int TIMESTAMP = 0;
  private static final int FIELDS = 1;

  private static final byte[][] CHUNK_MEMBERS = names("traceID", "processes", "spans");
  private static final int CHUNK_TRACE_ID = 0;
  private static final int CHUNK_PROCESSES = 1;
  private static final int CHUNK_SPANS = 2;

  private final JsonCursor spans = new JsonCursor();
  private final Members chunk = new Members(CHUNK_MEMBERS);
  private final JsonCursor outer = new JsonCursor();
  private final JsonCursor logs = new JsonCursor();
  private final JsonCursor in = new JsonCursor();
  private final Members span = new Members(SPAN);
  private final Members process = new Members(PROCESS_MEMBERS);
  private final Members log = new Members(LOG_MEMBERS);
  private final References references = new References();
  private final TagLists tags;

  /**
   * @param dotReplacement what stands for the dots in the keys of tags that are fields
   */
  public SpanDocumentReader(String dotReplacement) {
    this.tags = new TagLists(dotReplacement);
  }

  private static byte[][] names(String... names) {
    return Arrays.stream(names).map(name -> name.getBytes(US_ASCII)).toArray(byte[][]::new);
  }

  /**
   * Adds the document's span and its process.
   *
   * @param bytes are written to
   * @throws DecodeException if it is no span; then no span was added
   */
  public void read(byte[] bytes, int offset, int length, SpanBatchBuilder out)
      throws DecodeException {
    span.locate(outer.reset(bytes, offset, length));
    references.readTraceId(span.at(TRACE_ID, in));
    long high = references.high();
    long low = references.low();
    long spanId = References.readSpanId(span.at(SPAN_ID, in));
    process(span.at(PROCESS, outer), out);
    span(high, low, spanId, out);
  }

  /**
   * Adds the spans of a lean document: they share its trace id, and name their processes by place.
   *
   * @param bytes are written to
   * @throws DecodeException if it is none; spans before the one that is broken were added
   */
  public void readChunk(byte[] bytes, int offset, int length, SpanBatchBuilder out)
      throws DecodeException {
    chunk.locate(outer.reset(bytes, offset, length));
    references.readTraceId(chunk.at(CHUNK_TRACE_ID, in));
    long high = references.high();
    long low = references.low();
    List<byte[]> processes = new ArrayList<>();
    if (chunk.at(CHUNK_PROCESSES, in).enterArrayIfAny()) {
      while (in.nextElement()) {
        in.skip();
        processes.add(Arrays.copyOfRange(bytes, in.textAt(), in.textAt() + in.textLength()));
      }
    }
    if (!chunk.at(CHUNK_SPANS, spans).enterArrayIfAny()) {
      return;
    }
    while (spans.nextElement()) {
      spans.skip();
      span.locate(outer.reset(bytes, spans.textAt(), spans.textLength()));
      long spanId = References.readSpanId(span.at(SPAN_ID, in));
      long place = number(span.at(PROCESS, in));
      if (place < 0 || place >= processes.size()) {
        throw new DecodeException("no such process");
      }
      // Read once for each of its spans, and reading writes.
      byte[] copy = processes.get((int) place).clone();
      process(outer.reset(copy, 0, copy.length), out);
      span(high, low, spanId, out);
    }
  }

  /** Adds the span that has been located. */
  private void span(long high, long low, long spanId, SpanBatchBuilder out) throws DecodeException {
    out.startSpan(high, low, spanId);
    try {
      span.at(OPERATION_NAME, in).readString();
      out.operationName(in.array(), in.textAt(), in.textLength());
      references.clear();
      references.readAll(span.at(REFERENCES, in));
      references.addParent(span.at(PARENT_SPAN_ID, in), high, low);
      references.write(out);
      out.flags((int) number(span.at(FLAGS, in)));
      long start = number(span.at(START_TIME, in));
      long duration = number(span.at(DURATION, in));
      out.times(Micros.seconds(start), Micros.nanosOfSecond(start), Micros.durationNanos(duration));
      tags.readList(span.at(SPAN_TAGS, in), out);
      tags.readMap(span.at(SPAN_TAG, in), out);
      tags.readMap(span.at(SCOPE_TAG, in), out);
      logs(out);
      warnings(span.at(WARNINGS, in), out);
    } catch (DecodeException e) {
      out.dropSpan();
      throw e;
    }
    out.endSpan();
  }

  private void process(JsonCursor from, SpanBatchBuilder out) throws DecodeException {
    if (!process.locate(from)) {
      out.noProcess();
      return;
    }
    out.startProcess();
    try {
      process.at(SERVICE_NAME, in).readString();
      out.serviceName(in.array(), in.textAt(), in.textLength());
      tags.readList(process.at(PROCESS_TAGS, in), out);
      tags.readMap(process.at(PROCESS_TAG, in), out);
    } finally {
      // One that no span belongs to does no harm.
      out.endProcess();
    }
  }

  private void logs(SpanBatchBuilder out) throws DecodeException {
    if (!span.at(LOGS, logs).enterArrayIfAny()) {
      return;
    }
    while (logs.nextElement()) {
      logs.skip();
      log.locate(outer.reset(logs.array(), logs.textAt(), logs.textLength()));
      long micros = number(log.at(TIMESTAMP, in));
      out.startLog(Micros.seconds(micros), Micros.nanosOfSecond(micros));
      try {
        tags.readList(log.at(FIELDS, in), out);
      } finally {
        out.endLog();
      }
    }
  }

  private static void warnings(JsonCursor in, SpanBatchBuilder out) throws DecodeException {
    if (in.enterArrayIfAny()) {
      while (in.nextElement()) {
        in.readString();
        out.warning(in.array(), in.textAt(), in.textLength());
      }
    }
  }

  /**
   * 0 if it is not there. Jaeger's numbers have no sign: a negative time can look like a large one.
   */
  private static long number(JsonCursor in) throws DecodeException {
    if (in.peek() == -1 || in.read() == JsonCursor.Kind.NULL) {
      return 0;
    }
    return JsonNumbers.parseUnsignedLong(in.array(), in.textAt(), in.textLength());
  }
}
