package io.spoor.bench.codec;

import com.google.protobuf.ByteString;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.Tag;
import io.jaegertracing.thriftjava.TagType;
import io.spoor.bench.variant.string.Attribute;
import io.spoor.bench.variant.string.OtlpSpan;
import io.spoor.bench.variant.string.Request;
import io.spoor.bench.variant.string.Resource;
import io.spoor.bench.variant.string.ResourceSpans;
import io.spoor.bench.variant.string.Scope;
import io.spoor.bench.variant.string.ScopeSpans;
import io.spoor.bench.variant.string.Value;
import io.spoor.proto.Codecs;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;

/** 100 spans of 12 tags and a process of 6, the same in every format: about 460 bytes a span. */
public final class Payload {
  public static final int SPANS = 100;

  static final String[][] TAGS = {
    {"http.request.method", "GET"},
    {"url.full", "https://shop.example.com/api/v1/carts/8f14e45f/items"},
    {"http.route", "/api/v1/carts/{cart}/items"},
    {"server.address", "shop.example.com"},
    {"network.protocol.version", "1.1"},
    {"user_agent.original", "okhttp/4.12.0"},
    {"thread.name", "http-worker-17"},
    {"code.namespace", "com.example.shop.CartResource"},
    {"code.function", "addItem"}
  };
  private static final String[][] RESOURCE = {
    {"service.version", "2.14.3"},
    {"deployment.environment", "production"},
    {"host.name", "ip-10-1-22-17"},
    {"telemetry.sdk.language", "java"},
    {"k8s.pod.name", "cart-7d4b9c6f5-x2x8k"}
  };

  private Payload() {}

  public static byte[] of(SpanFormat format) {
    try {
      return switch (format) {
        case OTLP_PROTO -> otlp();
        case JAEGER_PROTO, MODEL -> jaegerProto();
        case JAEGER_THRIFT_BINARY ->
            new TSerializer(new TBinaryProtocol.Factory()).serialize(thrift());
        case JAEGER_THRIFT_COMPACT ->
            new TSerializer(new TCompactProtocol.Factory()).serialize(thrift());
        case ZIPKIN_THRIFT_BINARY ->
            new TSerializer(new TBinaryProtocol.Factory()).serialize(ZipkinPayload.arguments());
        case ZIPKIN_THRIFT_COMPACT ->
            new TSerializer(new TCompactProtocol.Factory()).serialize(ZipkinPayload.arguments());
      };
    } catch (TException | DecodeException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] otlp() {
    Resource.Builder resource = Resource.newBuilder().addAttributes(text("service.name", "cart"));
    for (String[] attribute : RESOURCE) {
      resource.addAttributes(text(attribute[0], attribute[1]));
    }
    ScopeSpans.Builder spans = ScopeSpans.newBuilder().setScope(Scope.getDefaultInstance());
    Random random = new Random(42);
    for (int i = 0; i < SPANS; i++) {
      long start = 1_700_000_000_000_000_000L + random.nextInt();
      OtlpSpan.Builder span =
          OtlpSpan.newBuilder()
              .setTraceId(bytes(random.nextLong(), random.nextLong()))
              .setSpanId(bytes(random.nextLong()))
              .setParentSpanId(bytes(random.nextLong()))
              .setName("GET /api/v1/carts/{cart}/items")
              .setStartTimeUnixNano(start)
              .setEndTimeUnixNano(start + random.nextInt(100_000_000));
      for (String[] attribute : TAGS) {
        span.addAttributes(text(attribute[0], attribute[1]));
      }
      span.addAttributes(integer("http.response.status_code", 200));
      span.addAttributes(integer("thread.id", 100 + random.nextInt(100)));
      span.addAttributes(integer("net.peer.port", 30_000 + random.nextInt(30_000)));
      spans.addSpans(span);
    }
    return Request.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().setResource(resource).addScopeSpans(spans))
        .build()
        .toByteArray();
  }

  private static byte[] jaegerProto() throws DecodeException {
    byte[] otlp = otlp();
    SpanBatchBuilder builder = new SpanBatchBuilder();
    Codecs.of(SpanFormat.OTLP_PROTO).decode(otlp, 0, otlp.length, DecodeLimits.DEFAULTS, builder);
    SpanBatch batch = builder.build();
    // One process: what the model writes is a PostSpansRequest with one batch, too.
    WireWriter out = new WireWriter(64);
    batch.encode(out);
    return out.toByteArray();
  }

  private static Batch thrift() {
    Process process = new Process("cart");
    for (String[] tag : RESOURCE) {
      process.addToTags(tag(tag[0], tag[1]));
    }
    List<Span> spans = new ArrayList<>();
    Random random = new Random(42);
    for (int i = 0; i < SPANS; i++) {
      long start = 1_700_000_000_000_000L + random.nextInt();
      Span span =
          new Span(
              random.nextLong(),
              random.nextLong(),
              random.nextLong(),
              random.nextLong(),
              "GET /api/v1/carts/{cart}/items",
              1,
              start,
              random.nextInt(100_000));
      for (String[] tag : TAGS) {
        span.addToTags(tag(tag[0], tag[1]));
      }
      span.addToTags(new Tag("http.response.status_code", TagType.LONG).setVLong(200));
      span.addToTags(new Tag("thread.id", TagType.LONG).setVLong(100 + random.nextInt(100)));
      span.addToTags(
          new Tag("net.peer.port", TagType.LONG).setVLong(30_000 + random.nextInt(30_000)));
      spans.add(span);
    }
    return new Batch(process, spans);
  }

  private static Tag tag(String key, String value) {
    return new Tag(key, TagType.STRING).setVStr(value);
  }

  private static Attribute text(String key, String value) {
    return Attribute.newBuilder()
        .setKey(key)
        .setValue(Value.newBuilder().setStringValue(value))
        .build();
  }

  private static Attribute integer(String key, long value) {
    return Attribute.newBuilder()
        .setKey(key)
        .setValue(Value.newBuilder().setIntValue(value))
        .build();
  }

  private static ByteString bytes(long... halves) {
    ByteBuffer bytes = ByteBuffer.allocate(halves.length * 8);
    for (long half : halves) {
      bytes.putLong(half);
    }
    return ByteString.copyFrom(bytes.flip());
  }
}
