package io.spoor.proto.jaeger;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.spoor.proto.Texts;
import io.spoor.proto.jaeger.v2.Batch;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Log;
import io.spoor.proto.jaeger.v2.PostSpansRequest;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.SpanRef;
import io.spoor.proto.jaeger.v2.SpanRefType;
import io.spoor.proto.jaeger.v2.ValueType;
import java.util.List;

/** Normalizes with generated classes what {@link RandomJaeger} makes (collector.md §1.2). */
final class SlowJaeger {
  private SlowJaeger() {}

  static List<Span> translate(PostSpansRequest request) {
    Batch batch = request.getBatch();
    return batch.getSpansList().stream().map(span -> span(span, batch)).toList();
  }

  private static Span span(Span from, Batch batch) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(from.getTraceId(), 16))
            .setSpanId(id(from.getSpanId(), 8))
            .setStartTime(
                from.hasStartTime() ? from.getStartTime() : Timestamp.getDefaultInstance())
            .setDuration(from.hasDuration() ? from.getDuration() : Duration.getDefaultInstance());
    if (!from.getOperationNameBytes().isEmpty()) {
      span.setOperationNameBytes(Texts.repaired(from.getOperationNameBytes()));
    }
    for (SpanRef reference : from.getReferencesList()) {
      SpanRef.Builder normalized =
          SpanRef.newBuilder()
              .setTraceId(id(reference.getTraceId(), 16))
              .setSpanId(id(reference.getSpanId(), 8));
      if (reference.getRefType() == SpanRefType.FOLLOWS_FROM) {
        normalized.setRefType(SpanRefType.FOLLOWS_FROM);
      }
      span.addReferences(normalized);
    }
    if (from.getFlags() != 0) {
      span.setFlags(from.getFlags());
    }
    from.getTagsList().forEach(tag -> span.addTags(tag(tag)));
    for (Log log : from.getLogsList()) {
      Log.Builder normalized = Log.newBuilder().setTimestamp(log.getTimestamp());
      log.getFieldsList().forEach(field -> normalized.addFields(tag(field)));
      span.addLogs(normalized);
    }
    if (!from.getProcessIdBytes().isEmpty()) {
      span.setProcessIdBytes(Texts.repaired(from.getProcessIdBytes()));
    }
    for (int i = 0; i < from.getWarningsCount(); i++) {
      span.addWarningsBytes(Texts.repaired(from.getWarningsBytes(i)));
    }
    if (from.hasProcess()) {
      span.setProcess(process(from.getProcess()));
    } else if (batch.hasProcess()) {
      span.setProcess(process(batch.getProcess()));
    } else {
      span.setProcess(Process.newBuilder().setServiceName("null-process-and-service-name"));
    }
    return span.build();
  }

  private static Process process(Process from) {
    Process.Builder process = Process.newBuilder();
    if (from.getServiceNameBytes().isEmpty()) {
      process.setServiceName("empty-service-name");
    } else {
      process.setServiceNameBytes(Texts.repaired(from.getServiceNameBytes()));
    }
    from.getTagsList().forEach(tag -> process.addTags(tag(tag)));
    return process.build();
  }

  private static KeyValue tag(KeyValue from) {
    KeyValue.Builder tag = KeyValue.newBuilder();
    if (!from.getKeyBytes().isEmpty()) {
      tag.setKeyBytes(Texts.repaired(from.getKeyBytes()));
    }
    if (from.getVType() != ValueType.STRING) {
      tag.setVType(from.getVType());
    }
    switch (from.getVType()) {
      case STRING -> {
        if (!from.getVStrBytes().isEmpty()) {
          tag.setVStrBytes(Texts.repaired(from.getVStrBytes()));
        }
      }
      case BOOL -> {
        if (from.getVBool()) {
          tag.setVBool(true);
        }
      }
      case INT64 -> {
        if (from.getVInt64() != 0) {
          tag.setVInt64(from.getVInt64());
        }
      }
      case FLOAT64 -> {
        if (Double.doubleToRawLongBits(from.getVFloat64()) != 0) {
          tag.setVFloat64(from.getVFloat64());
        }
      }
      case BINARY -> {
        if (!from.getVBinary().isEmpty()) {
          tag.setVBinary(from.getVBinary());
        }
      }
    }
    return tag.build();
  }

  private static ByteString id(ByteString id, int size) {
    return ByteString.copyFrom(new byte[size - id.size()]).concat(id);
  }
}
