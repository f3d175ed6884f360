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
import java.util.Random;

/** Requests of every shape that Jaeger takes; text need not be UTF-8. */
public final class RandomJaeger {
  private final Random random;

  public RandomJaeger(Random random) {
    this.random = random;
  }

  public PostSpansRequest request() {
    PostSpansRequest.Builder request = PostSpansRequest.newBuilder();
    if (random.nextInt(10) > 0) {
      request.setBatch(batch());
    }
    return request.build();
  }

  private Batch batch() {
    Batch.Builder batch = Batch.newBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      batch.addSpans(span());
    }
    if (random.nextInt(4) > 0) {
      batch.setProcess(process());
    }
    return batch.build();
  }

  private Process process() {
    Process.Builder process = Process.newBuilder();
    if (random.nextInt(4) > 0) {
      process.setServiceNameBytes(Texts.any(random));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      process.addTags(keyValue());
    }
    return process.build();
  }

  private Span span() {
    Span.Builder span = Span.newBuilder();
    if (random.nextInt(8) > 0) {
      span.setTraceId(id(random.nextBoolean() ? 16 : 8));
    }
    if (random.nextInt(8) > 0) {
      span.setSpanId(id(8));
    }
    if (random.nextInt(8) > 0) {
      span.setOperationNameBytes(Texts.any(random));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      SpanRef.Builder reference =
          SpanRef.newBuilder().setTraceId(id(random.nextBoolean() ? 16 : 8));
      if (random.nextInt(4) > 0) {
        reference.setSpanId(id(8));
      }
      if (random.nextBoolean()) {
        reference.setRefType(SpanRefType.forNumber(random.nextInt(2)));
      }
      span.addReferences(reference);
    }
    if (random.nextBoolean()) {
      span.setFlags(random.nextInt());
    }
    if (random.nextInt(8) > 0) {
      span.setStartTime(timestamp());
    }
    if (random.nextInt(8) > 0) {
      span.setDuration(duration());
    }
    for (int i = random.nextInt(8); i > 0; i--) {
      span.addTags(keyValue());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      Log.Builder log = Log.newBuilder();
      if (random.nextInt(4) > 0) {
        log.setTimestamp(timestamp());
      }
      for (int field = random.nextInt(3); field > 0; field--) {
        log.addFields(keyValue());
      }
      span.addLogs(log);
    }
    if (random.nextInt(4) == 0) {
      span.setProcess(process());
    }
    if (random.nextInt(4) == 0) {
      span.setProcessIdBytes(Texts.any(random));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      span.addWarningsBytes(Texts.any(random));
    }
    return span.build();
  }

  private KeyValue keyValue() {
    KeyValue.Builder tag = KeyValue.newBuilder();
    if (random.nextInt(6) > 0) {
      tag.setKeyBytes(Texts.any(random));
    }
    if (random.nextInt(6) > 0) {
      tag.setVType(ValueType.forNumber(random.nextInt(5)));
    }
    // Values that the type does not name may be there: they do not count.
    if (random.nextInt(3) > 0) {
      tag.setVStrBytes(Texts.any(random));
    }
    if (random.nextInt(3) > 0) {
      tag.setVBool(random.nextBoolean());
    }
    if (random.nextInt(3) > 0) {
      tag.setVInt64(random.nextLong() >> random.nextInt(64));
    }
    if (random.nextInt(3) > 0) {
      tag.setVFloat64(random.nextInt(4) == 0 ? -0.0 : random.nextGaussian());
    }
    if (random.nextInt(3) > 0) {
      tag.setVBinary(Texts.any(random));
    }
    return tag.build();
  }

  private ByteString id(int size) {
    byte[] id = new byte[size];
    if (random.nextInt(6) > 0) {
      random.nextBytes(id);
    }
    return ByteString.copyFrom(id);
  }

  private Timestamp timestamp() {
    long seconds =
        switch (random.nextInt(6)) {
          case 0 -> 0;
          case 1 -> -62_135_596_800L;
          case 2 -> 253_402_300_799L;
          default -> 1_700_000_000L + random.nextInt();
        };
    return Timestamp.newBuilder()
        .setSeconds(seconds)
        .setNanos(random.nextInt(1_000_000_000))
        .build();
  }

  private Duration duration() {
    return switch (random.nextInt(8)) {
      case 0 -> Duration.getDefaultInstance();
      case 1 -> Duration.newBuilder().setSeconds(9_223_372_036L).setNanos(854_775_807).build();
      case 2 -> Duration.newBuilder().setSeconds(-9_223_372_036L).setNanos(-854_775_808).build();
      case 3 -> Duration.newBuilder().setNanos(-random.nextInt(1_000_000_000)).build();
      default ->
          Duration.newBuilder()
              .setSeconds(random.nextInt(100))
              .setNanos(random.nextInt(1_000_000_000))
              .build();
    };
  }
}
