package io.spoor.proto.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Log;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.SpanRef;
import io.spoor.proto.jaeger.v2.SpanRefType;
import io.spoor.proto.jaeger.v2.ValueType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table of collector.md §5.3, read line by line and in no hurry. */
final class SlowOtlp {
  private static final Map<Double, String> GO_FLOATS =
      Map.of(
          0.0,
          "0",
          -0.0,
          "-0",
          1.0,
          "1",
          -2.5,
          "-2.5",
          100.0,
          "100",
          1e-7,
          "1e-7",
          -1.25e-9,
          "-1.25e-9",
          1e20,
          "100000000000000000000",
          1e21,
          "1e+21",
          3.5e300,
          "3.5e+300");

  private SlowOtlp() {}

  static List<Span> translate(ExportTraceServiceRequest request) {
    List<Span> spans = new ArrayList<>();
    for (ResourceSpans resourceSpans : request.getResourceSpansList()) {
      Process process = process(resourceSpans.getResource());
      for (ScopeSpans scopeSpans : resourceSpans.getScopeSpansList()) {
        for (var span : scopeSpans.getSpansList()) {
          spans.add(span(span, scopeSpans.getScope(), process));
        }
      }
    }
    return spans;
  }

  private static Process process(Resource resource) {
    if (resource.getAttributesCount() == 0) {
      return Process.newBuilder().setServiceName("OTLPResourceNoServiceName").build();
    }
    Process.Builder process = Process.newBuilder();
    String service =
        resource.getAttributesList().stream()
            .filter(attribute -> attribute.getKey().equals("service.name"))
            .findFirst()
            .map(attribute -> attribute.getValue().getStringValue())
            .orElse("");
    process.setServiceName(service.isEmpty() ? "empty-service-name" : service);
    for (var attribute : resource.getAttributesList()) {
      if (!attribute.getKey().equals("service.name")) {
        process.addTags(tag(attribute.getKey(), attribute.getValue()));
      }
    }
    return process.build();
  }

  private static Span span(
      io.opentelemetry.proto.trace.v1.Span from, InstrumentationScope scope, Process process) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(from.getTraceId(), 16))
            .setSpanId(id(from.getSpanId(), 8))
            .setProcess(process)
            .setStartTime(timestamp(from.getStartTimeUnixNano()))
            .setDuration(duration(from.getStartTimeUnixNano(), from.getEndTimeUnixNano()));
    if (!from.getName().isEmpty()) {
      span.setOperationName(from.getName());
    }
    addReferences(from, span);
    if (!scope.getName().isEmpty()) {
      span.addTags(text("otel.scope.name", scope.getName()));
    }
    if (!scope.getVersion().isEmpty()) {
      span.addTags(text("otel.scope.version", scope.getVersion()));
    }
    from.getAttributesList().forEach(a -> span.addTags(tag(a.getKey(), a.getValue())));
    String kind =
        switch (from.getKindValue()) {
          case 1 -> "internal";
          case 2 -> "server";
          case 3 -> "client";
          case 4 -> "producer";
          case 5 -> "consumer";
          default -> "";
        };
    if (!kind.isEmpty()) {
      span.addTags(text("span.kind", kind));
    }
    if (from.getStatus().getCodeValue() == 1) {
      span.addTags(text("otel.status_code", "OK"));
    } else if (from.getStatus().getCodeValue() == 2) {
      span.addTags(text("otel.status_code", "ERROR"));
      span.addTags(KeyValue.newBuilder().setKey("error").setVType(ValueType.BOOL).setVBool(true));
    }
    if (!from.getStatus().getMessage().isEmpty()) {
      span.addTags(text("otel.status_description", from.getStatus().getMessage()));
    }
    if (!from.getTraceState().isEmpty()) {
      span.addTags(text("w3c.tracestate", from.getTraceState()));
    }
    for (var event : from.getEventsList()) {
      Log.Builder log = Log.newBuilder().setTimestamp(timestamp(event.getTimeUnixNano()));
      if (!event.getName().isEmpty()
          && event.getAttributesList().stream().noneMatch(a -> a.getKey().equals("event"))) {
        log.addFields(text("event", event.getName()));
      }
      event.getAttributesList().forEach(a -> log.addFields(tag(a.getKey(), a.getValue())));
      span.addLogs(log);
    }
    return span.build();
  }

  private static void addReferences(io.opentelemetry.proto.trace.v1.Span from, Span.Builder span) {
    List<SpanRef> references = new ArrayList<>();
    ByteString parent = id(from.getParentSpanId(), 8);
    boolean hasParent = !parent.equals(id(ByteString.EMPTY, 8));
    if (hasParent) {
      references.add(reference(span.getTraceId(), parent, true));
    }
    for (var link : from.getLinksList()) {
      boolean childOf =
          link.getAttributesList().stream()
              .filter(a -> a.getKey().equals("opentracing.ref_type"))
              .findFirst()
              .map(a -> a.getValue().getStringValue().equals("child_of"))
              .orElse(false);
      SpanRef reference = reference(id(link.getTraceId(), 16), id(link.getSpanId(), 8), childOf);
      if (hasParent
          && reference.getTraceId().equals(span.getTraceId())
          && reference.getSpanId().equals(parent)) {
        references.set(0, reference);
      } else {
        references.add(reference);
      }
    }
    span.addAllReferences(references);
  }

  private static SpanRef reference(ByteString traceId, ByteString spanId, boolean childOf) {
    SpanRef.Builder reference = SpanRef.newBuilder().setTraceId(traceId).setSpanId(spanId);
    return childOf ? reference.build() : reference.setRefType(SpanRefType.FOLLOWS_FROM).build();
  }

  private static KeyValue tag(String key, AnyValue value) {
    KeyValue.Builder tag = KeyValue.newBuilder();
    if (!key.isEmpty()) {
      tag.setKey(key);
    }
    switch (value.getValueCase()) {
      case STRING_VALUE -> setText(tag, value.getStringValue());
      case BOOL_VALUE -> {
        tag.setVType(ValueType.BOOL);
        if (value.getBoolValue()) {
          tag.setVBool(true);
        }
      }
      case INT_VALUE -> {
        tag.setVType(ValueType.INT64);
        if (value.getIntValue() != 0) {
          tag.setVInt64(value.getIntValue());
        }
      }
      case DOUBLE_VALUE -> {
        tag.setVType(ValueType.FLOAT64);
        if (Double.doubleToRawLongBits(value.getDoubleValue()) != 0) {
          tag.setVFloat64(value.getDoubleValue());
        }
      }
      case BYTES_VALUE -> {
        tag.setVType(ValueType.BINARY);
        if (!value.getBytesValue().isEmpty()) {
          tag.setVBinary(value.getBytesValue());
        }
      }
      case ARRAY_VALUE, KVLIST_VALUE -> setText(tag, json(value));
      default -> {}
    }
    return tag.build();
  }

  private static KeyValue text(String key, String value) {
    KeyValue.Builder tag = KeyValue.newBuilder().setKey(key);
    setText(tag, value);
    return tag.build();
  }

  private static void setText(KeyValue.Builder tag, String value) {
    if (!value.isEmpty()) {
      tag.setVStr(value);
    }
  }

  private static String json(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> quoted(value.getStringValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE ->
          GO_FLOATS.getOrDefault(value.getDoubleValue(), "\"" + value.getDoubleValue() + "\"");
      case BYTES_VALUE ->
          '"' + Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()) + '"';
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(SlowOtlp::json)
              .collect(Collectors.joining(",", "[", "]"));
      case KVLIST_VALUE -> {
        // Sorted by bytes, not by UTF-16.
        Map<ByteString, String> members =
            new TreeMap<>(ByteString.unsignedLexicographicalComparator());
        for (var member : value.getKvlistValue().getValuesList()) {
          members.put(
              ByteString.copyFrom(member.getKey(), UTF_8),
              quoted(member.getKey()) + ":" + json(member.getValue()));
        }
        yield members.values().stream().collect(Collectors.joining(",", "{", "}"));
      }
      default -> "null";
    };
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || "<>&\u2028\u2029".indexOf(c) >= 0) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  private static ByteString id(ByteString id, int size) {
    return id.isEmpty() ? ByteString.copyFrom(new byte[size]) : id;
  }

  private static Timestamp timestamp(long nanos) {
    BigInteger[] parts =
        BigInteger.valueOf(nanos).divideAndRemainder(BigInteger.valueOf(1_000_000_000));
    long seconds = parts[0].longValue();
    int rest = parts[1].intValue();
    if (rest < 0) {
      seconds--;
      rest += 1_000_000_000;
    }
    Timestamp.Builder timestamp = Timestamp.newBuilder();
    return timestamp.setSeconds(seconds).setNanos(rest).build();
  }

  private static Duration duration(long start, long end) {
    BigInteger difference = BigInteger.valueOf(end).subtract(BigInteger.valueOf(start));
    BigInteger held =
        difference.max(BigInteger.valueOf(Long.MIN_VALUE)).min(BigInteger.valueOf(Long.MAX_VALUE));
    BigInteger[] parts = held.divideAndRemainder(BigInteger.valueOf(1_000_000_000));
    return Duration.newBuilder()
        .setSeconds(parts[0].longValue())
        .setNanos(parts[1].intValue())
        .build();
  }
}
