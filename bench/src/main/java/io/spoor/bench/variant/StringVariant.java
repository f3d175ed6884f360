package io.spoor.bench.variant;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.spoor.bench.variant.string.Attribute;
import io.spoor.bench.variant.string.KeyValue;
import io.spoor.bench.variant.string.OtlpSpan;
import io.spoor.bench.variant.string.Process;
import io.spoor.bench.variant.string.Request;
import io.spoor.bench.variant.string.ResourceSpans;
import io.spoor.bench.variant.string.ScopeSpans;
import io.spoor.bench.variant.string.Span;
import io.spoor.bench.variant.string.SpanRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From OTLP to the model and on, by generated messages. */
final class StringVariant {
  private static final long NANOS = 1_000_000_000L;

  record Owned(Span span, Process process) {}

  private StringVariant() {}

  static List<Owned> spans(byte[] message) throws InvalidProtocolBufferException {
    List<Owned> spans = new ArrayList<>();
    for (ResourceSpans resource : Request.parseFrom(message).getResourceSpansList()) {
      Process.Builder builder = Process.newBuilder();
      for (Attribute attribute : resource.getResource().getAttributesList()) {
        if (attribute.getKey().equals(Payloads.SERVICE_NAME_STRING)) {
          builder.setServiceName(attribute.getValue().getStringValue());
        } else {
          builder.addTags(tag(attribute));
        }
      }
      Process process = builder.build();
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (OtlpSpan span : scope.getSpansList()) {
          spans.add(new Owned(span(span), process));
        }
      }
    }
    return spans;
  }

  private static Span span(OtlpSpan from) {
    long duration = from.getEndTimeUnixNano() - from.getStartTimeUnixNano();
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(from.getTraceId())
            .setSpanId(from.getSpanId())
            .setOperationName(from.getName())
            .addReferences(
                SpanRef.newBuilder()
                    .setTraceId(from.getTraceId())
                    .setSpanId(from.getParentSpanId()))
            .setStartTime(
                Timestamp.newBuilder()
                    .setSeconds(from.getStartTimeUnixNano() / NANOS)
                    .setNanos((int) (from.getStartTimeUnixNano() % NANOS)))
            .setDuration(
                Duration.newBuilder()
                    .setSeconds(duration / NANOS)
                    .setNanos((int) (duration % NANOS)));
    for (Attribute attribute : from.getAttributesList()) {
      span.addTags(tag(attribute));
    }
    return span.build();
  }

  private static KeyValue tag(Attribute from) {
    KeyValue.Builder tag = KeyValue.newBuilder().setKey(from.getKey());
    switch (from.getValue().getValueCase()) {
      case STRING_VALUE -> tag.setVStr(from.getValue().getStringValue());
      case BOOL_VALUE -> tag.setVType(1).setVBool(from.getValue().getBoolValue());
      case INT_VALUE -> tag.setVType(2).setVInt64(from.getValue().getIntValue());
      case DOUBLE_VALUE -> tag.setVType(3).setVFloat64(from.getValue().getDoubleValue());
      default -> {}
    }
    return tag.build();
  }

  static void json(List<Owned> spans, JsonOut json) {
    for (Owned owned : spans) {
      Span span = owned.span();
      json.raw(Parts.TRACE_ID).hex(span.getTraceId());
      json.raw(Parts.SPAN_ID).hex(span.getSpanId());
      json.raw(Parts.NAME).text(span.getOperationName());
      json.raw(Parts.REFERENCES);
      for (SpanRef reference : span.getReferencesList()) {
        json.raw(Parts.REFERENCE).hex(reference.getTraceId());
        json.raw(Parts.SPAN_ID).hex(reference.getSpanId()).raw(Parts.NEXT);
      }
      json.endList();
      json.raw(Parts.START)
          .number(
              span.getStartTime().getSeconds() * 1_000_000 + span.getStartTime().getNanos() / 1000);
      json.raw(Parts.DURATION)
          .number(
              span.getDuration().getSeconds() * 1_000_000 + span.getDuration().getNanos() / 1000);
      tags(span.getTagsList(), json);
      json.raw(Parts.PROCESS).text(owned.process().getServiceName());
      tags(owned.process().getTagsList(), json);
      json.raw(Parts.END);
    }
  }

  private static void tags(List<KeyValue> tags, JsonOut json) {
    json.raw(Parts.TAGS);
    for (KeyValue tag : tags) {
      json.raw(Parts.KEY).text(tag.getKey());
      if (tag.getVType() == 2) {
        json.raw(Parts.INT64).number(tag.getVInt64()).raw(Parts.QUOTE_END);
      } else {
        json.raw(Parts.STRING).text(tag.getVStr()).raw(Parts.NEXT);
      }
    }
    json.endList();
  }

  /** Chunks of 8 spans and their process, each compressed. */
  static int chunks(List<Owned> spans, Compressor compressor) throws IOException {
    int bytes = 0;
    for (int i = 0; i < spans.size(); i += 8) {
      CodedOutputStream out = CodedOutputStream.newInstance(compressor.input());
      out.writeMessage(2, spans.get(i).process());
      for (Owned owned : spans.subList(i, Math.min(spans.size(), i + 8))) {
        out.writeMessage(1, owned.span());
      }
      bytes += compressor.compress(out.getTotalBytesWritten());
    }
    return bytes;
  }
}
