package io.spoor.proto.thrift;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Tag;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Log;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.SpanRef;
import io.spoor.proto.jaeger.v2.SpanRefType;
import io.spoor.proto.jaeger.v2.ValueType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;

/** The table of collector.md §6.4, read line by line and in no hurry. */
final class SlowThrift {
  private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

  private SlowThrift() {}

  static List<Span> translate(Batch batch) {
    Process.Builder process = Process.newBuilder();
    String service = batch.getProcess().getServiceName();
    process.setServiceName(service.isEmpty() ? "empty-service-name" : service);
    if (batch.getProcess().isSetTags()) {
      batch.getProcess().getTags().forEach(tag -> process.addTags(tag(tag)));
    }
    return batch.getSpans().stream().map(span -> span(span, process.build())).toList();
  }

  private static Span span(io.jaegertracing.thriftjava.Span from, Process process) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(from.getTraceIdHigh(), from.getTraceIdLow()))
            .setSpanId(id(from.getSpanId()))
            .setStartTime(timestamp(from.getStartTime()))
            .setDuration(duration(from.getDuration()))
            .setProcess(process);
    if (!from.getOperationName().isEmpty()) {
      span.setOperationName(from.getOperationName());
    }
    if (from.getFlags() != 0) {
      span.setFlags(from.getFlags());
    }
    boolean parentThere = false;
    if (from.isSetReferences()) {
      for (var reference : from.getReferences()) {
        ByteString traceId = id(reference.getTraceIdHigh(), reference.getTraceIdLow());
        parentThere |=
            traceId.equals(span.getTraceId()) && reference.getSpanId() == from.getParentSpanId();
        SpanRef.Builder to =
            SpanRef.newBuilder().setTraceId(traceId).setSpanId(id(reference.getSpanId()));
        if (reference.getRefType().getValue() == 1) {
          to.setRefType(SpanRefType.FOLLOWS_FROM);
        }
        span.addReferences(to);
      }
    }
    if (from.getParentSpanId() != 0 && !parentThere) {
      span.addReferences(
          0,
          SpanRef.newBuilder().setTraceId(span.getTraceId()).setSpanId(id(from.getParentSpanId())));
    }
    if (from.isSetTags()) {
      from.getTags().forEach(tag -> span.addTags(tag(tag)));
    }
    if (from.isSetLogs()) {
      for (var log : from.getLogs()) {
        Log.Builder to = Log.newBuilder().setTimestamp(timestamp(log.getTimestamp()));
        log.getFields().forEach(tag -> to.addFields(tag(tag)));
        span.addLogs(to);
      }
    }
    return span.build();
  }

  private static KeyValue tag(Tag from) {
    KeyValue.Builder tag = KeyValue.newBuilder();
    if (!from.getKey().isEmpty()) {
      tag.setKey(from.getKey());
    }
    switch (from.getVType()) {
      case STRING -> {
        if (from.isSetVStr() && !from.getVStr().isEmpty()) {
          tag.setVStr(from.getVStr());
        }
      }
      case DOUBLE -> {
        tag.setVType(ValueType.FLOAT64);
        if (Double.doubleToRawLongBits(from.getVDouble()) != 0) {
          tag.setVFloat64(from.getVDouble());
        }
      }
      case BOOL -> {
        tag.setVType(ValueType.BOOL);
        if (from.isVBool()) {
          tag.setVBool(true);
        }
      }
      case LONG -> {
        tag.setVType(ValueType.INT64);
        if (from.getVLong() != 0) {
          tag.setVInt64(from.getVLong());
        }
      }
      case BINARY -> {
        tag.setVType(ValueType.BINARY);
        if (from.isSetVBinary() && from.getVBinary().length > 0) {
          tag.setVBinary(ByteString.copyFrom(from.getVBinary()));
        }
      }
    }
    return tag.build();
  }

  private static ByteString id(long... halves) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * halves.length);
    for (long half : halves) {
      bytes.putLong(half);
    }
    return ByteString.copyFrom(bytes.flip());
  }

  private static Timestamp timestamp(long micros) {
    BigInteger nanos = BigInteger.valueOf(micros).multiply(BigInteger.valueOf(1000));
    BigInteger first = BigInteger.valueOf(-62_135_596_800L).multiply(BILLION);
    BigInteger last =
        BigInteger.valueOf(253_402_300_799L).multiply(BILLION).add(BigInteger.valueOf(999_999_000));
    BigInteger held = nanos.max(first).min(last);
    BigInteger rest = held.mod(BILLION);
    return Timestamp.newBuilder()
        .setSeconds(held.subtract(rest).divide(BILLION).longValueExact())
        .setNanos(rest.intValueExact())
        .build();
  }

  private static Duration duration(long micros) {
    BigInteger nanos =
        BigInteger.valueOf(micros)
            .multiply(BigInteger.valueOf(1000))
            .max(BigInteger.valueOf(Long.MIN_VALUE))
            .min(BigInteger.valueOf(Long.MAX_VALUE));
    return Duration.newBuilder()
        .setSeconds(nanos.divide(BILLION).longValueExact())
        .setNanos(nanos.remainder(BILLION).intValueExact())
        .build();
  }
}
