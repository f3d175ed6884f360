package io.spoor.query.fake;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.jaeger.JaegerProtoCodec;
import io.spoor.proto.jaeger.v2.Batch;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Log;
import io.spoor.proto.jaeger.v2.PostSpansRequest;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.SpanRef;
import io.spoor.proto.jaeger.v2.SpanRefType;
import io.spoor.proto.jaeger.v2.ValueType;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Spans as tests say them. */
public final class TestSpans {
  /** When the server of a test thinks it is. */
  public static final Instant NOW = Instant.parse("2024-01-10T12:00:00Z");

  /** A minute before. */
  public static final long START_MICROS = NOW.getEpochSecond() * 1_000_000 - 60_000_000;

  private TestSpans() {}

  /** A span of a millisecond, a minute ago, of the service {@code frontend}. */
  public static Span.Builder span(long traceId, long spanId) {
    return Span.newBuilder()
        .setTraceId(traceId(0, traceId))
        .setSpanId(spanId(spanId))
        .setOperationName("GET /")
        .setStartTime(time(START_MICROS))
        .setDuration(Duration.newBuilder().setNanos(1_000_000))
        .setProcess(Process.newBuilder().setServiceName("frontend"));
  }

  public static ByteString traceId(long high, long low) {
    return ByteString.copyFrom(ByteBuffer.allocate(16).putLong(high).putLong(low).flip());
  }

  public static ByteString spanId(long id) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).flip());
  }

  public static Timestamp time(long micros) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(micros, 1_000_000L))
        .setNanos((int) Math.floorMod(micros, 1_000_000L) * 1000)
        .build();
  }

  public static SpanRef reference(SpanRefType type, long traceId, long spanId) {
    return SpanRef.newBuilder()
        .setTraceId(traceId(0, traceId))
        .setSpanId(spanId(spanId))
        .setRefType(type)
        .build();
  }

  public static KeyValue tag(String key, String value) {
    return KeyValue.newBuilder().setKey(key).setVStr(value).build();
  }

  public static KeyValue tag(String key, boolean value) {
    return KeyValue.newBuilder().setKey(key).setVType(ValueType.BOOL).setVBool(value).build();
  }

  public static KeyValue tag(String key, long value) {
    return KeyValue.newBuilder().setKey(key).setVType(ValueType.INT64).setVInt64(value).build();
  }

  public static KeyValue tag(String key, double value) {
    return KeyValue.newBuilder().setKey(key).setVType(ValueType.FLOAT64).setVFloat64(value).build();
  }

  public static KeyValue tag(String key, byte[] value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setVType(ValueType.BINARY)
        .setVBinary(ByteString.copyFrom(value))
        .build();
  }

  public static Log log(long micros, KeyValue... fields) {
    return Log.newBuilder()
        .setTimestamp(time(micros))
        .addAllFields(java.util.List.of(fields))
        .build();
  }

  public static Process process(String service, KeyValue... tags) {
    return Process.newBuilder().setServiceName(service).addAllTags(java.util.List.of(tags)).build();
  }

  /** The spans as a store gets them; each must have its process. */
  public static SpanBatch batch(Span.Builder... spans) {
    Batch.Builder batch = Batch.newBuilder();
    for (Span.Builder span : spans) {
      batch.addSpans(span);
    }
    byte[] request = PostSpansRequest.newBuilder().setBatch(batch).build().toByteArray();
    SpanBatchBuilder builder = new SpanBatchBuilder();
    try {
      new JaegerProtoCodec().decode(request, 0, request.length, DecodeLimits.DEFAULTS, builder);
    } catch (DecodeException e) {
      throw new IllegalArgumentException(e);
    }
    return builder.build();
  }
}
