package io.spoor.query.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Log;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.SpanRef;
import io.spoor.proto.text.GoNumber;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a trace in the form the UI reads (contract: query.md §8). */
public final class TraceJson {
  /** The largest integer a JavaScript number holds exactly. */
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private static final HexFormat HEX = HexFormat.of();
  private static final String ZERO_HALF = "0".repeat(16);

  private final JsonGenerator json;
  private final Map<Process, String> processes = new LinkedHashMap<>();

  private TraceJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * @param spans of one trace, each with its process
   */
  public static void write(List<Span> spans, JsonGenerator json) throws IOException {
    new TraceJson(json).write(spans);
  }

  private void write(List<Span> spans) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceID", spans.isEmpty() ? "" : traceId(spans.get(0).getTraceId()));
    json.writeArrayFieldStart("spans");
    for (Span span : spans) {
      write(span);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("processes");
    for (Map.Entry<Process, String> process : processes.entrySet()) {
      json.writeObjectFieldStart(process.getValue());
      json.writeStringField("serviceName", process.getKey().getServiceName());
      tags("tags", process.getKey().getTagsList());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeNullField("warnings");
    json.writeEndObject();
  }

  private void write(Span span) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceID", traceId(span.getTraceId()));
    json.writeStringField("spanID", spanId(span.getSpanId()));
    if (span.getFlags() != 0) {
      json.writeNumberField("flags", Integer.toUnsignedLong(span.getFlags()));
    }
    json.writeStringField("operationName", span.getOperationName());
    json.writeArrayFieldStart("references");
    for (SpanRef reference : span.getReferencesList()) {
      json.writeStartObject();
      json.writeStringField("refType", reference.getRefType().name());
      json.writeStringField("traceID", traceId(reference.getTraceId()));
      json.writeStringField("spanID", spanId(reference.getSpanId()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("startTime", micros(span.getStartTime()));
    json.writeNumberField("duration", micros(span.getDuration()));
    tags("tags", span.getTagsList());
    json.writeArrayFieldStart("logs");
    for (Log log : span.getLogsList()) {
      json.writeStartObject();
      json.writeNumberField("timestamp", micros(log.getTimestamp()));
      tags("fields", log.getFieldsList());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField(
        "processID",
        processes.computeIfAbsent(span.getProcess(), added -> "p" + (processes.size() + 1)));
    if (span.getWarningsCount() == 0) {
      json.writeNullField("warnings");
    } else {
      json.writeArrayFieldStart("warnings");
      for (String warning : span.getWarningsList()) {
        json.writeString(warning);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void tags(String name, List<KeyValue> tags) throws IOException {
    json.writeArrayFieldStart(name);
    for (KeyValue tag : tags) {
      json.writeStartObject();
      json.writeStringField("key", tag.getKey());
      switch (tag.getVType()) {
        case STRING -> {
          json.writeStringField("type", "string");
          json.writeStringField("value", tag.getVStr());
        }
        case BOOL -> {
          json.writeStringField("type", "bool");
          json.writeBooleanField("value", tag.getVBool());
        }
        case INT64 -> {
          json.writeStringField("type", "int64");
          json.writeFieldName("value");
          integer(tag.getVInt64());
        }
        case FLOAT64 -> {
          json.writeStringField("type", "float64");
          json.writeFieldName("value");
          number(tag.getVFloat64());
        }
        case BINARY -> {
          json.writeStringField("type", "binary");
          json.writeBinaryField("value", tag.getVBinary().toByteArray());
        }
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void integer(long value) throws IOException {
    if (value > MAX_SAFE_INTEGER || value < -MAX_SAFE_INTEGER) {
      json.writeString(Long.toString(value));
    } else {
      json.writeNumber(value);
    }
  }

  private void number(double value) throws IOException {
    if (Double.isNaN(value)) {
      json.writeString("NaN");
    } else if (Double.isInfinite(value)) {
      json.writeString(value > 0 ? "+Inf" : "-Inf");
    } else {
      json.writeNumber(GoNumber.json(value));
    }
  }

  private static long micros(Timestamp time) {
    return time.getSeconds() * 1_000_000 + time.getNanos() / 1000;
  }

  private static long micros(Duration duration) {
    return duration.getSeconds() * 1_000_000 + duration.getNanos() / 1000;
  }

  private static String traceId(ByteString id) {
    String digits = HEX.formatHex(id.toByteArray());
    return digits.length() == 32 && digits.startsWith(ZERO_HALF) ? digits.substring(16) : digits;
  }

  private static String spanId(ByteString id) {
    return HEX.formatHex(id.toByteArray());
  }
}
