package io.spoor.proto.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spoor.proto.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests of every shape, built with the classes that OpenTelemetry generates. */
public final class RandomOtlp {
  private static final double[] DOUBLES = {
    0,
    -0.0,
    1,
    -2.5,
    100,
    1e-7,
    -1.25e-9,
    1e20,
    1e21,
    3.5e300,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private final Random random;

  public RandomOtlp(Random random) {
    this.random = random;
  }

  public ExportTraceServiceRequest request() {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      request.addResourceSpans(resourceSpans());
    }
    return request.build();
  }

  private ResourceSpans resourceSpans() {
    ResourceSpans.Builder spans = ResourceSpans.newBuilder().setSchemaUrl(Texts.valid(random));
    if (random.nextInt(4) > 0) {
      spans.setResource(Resource.newBuilder().addAllAttributes(attributes(5)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      spans.addScopeSpans(scopeSpans());
    }
    return spans.build();
  }

  private ScopeSpans scopeSpans() {
    ScopeSpans.Builder spans = ScopeSpans.newBuilder().setSchemaUrl(Texts.valid(random));
    if (random.nextInt(4) > 0) {
      spans.setScope(
          InstrumentationScope.newBuilder()
              .setName(Texts.valid(random))
              .setVersion(Texts.valid(random))
              .addAllAttributes(attributes(2)));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      spans.addSpans(span());
    }
    return spans.build();
  }

  private Span span() {
    ByteString traceId = id(16);
    ByteString parentId = id(8);
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(traceId)
            .setSpanId(id(8))
            .setParentSpanId(parentId)
            .setTraceState(Texts.valid(random))
            .setName(Texts.valid(random))
            .setKindValue(random.nextInt(8) - 1)
            .setStartTimeUnixNano(time())
            .setEndTimeUnixNano(time())
            .setFlags(random.nextInt())
            .setDroppedAttributesCount(random.nextInt(3))
            .addAllAttributes(attributes(8));
    for (int i = random.nextInt(3); i > 0; i--) {
      span.addEvents(
          Span.Event.newBuilder()
              .setTimeUnixNano(time())
              .setName(Texts.valid(random))
              .setDroppedAttributesCount(random.nextInt(3))
              .addAllAttributes(attributes(3)));
    }
    for (int i = random.nextInt(4) - 1; i > 0; i--) {
      boolean toParent = random.nextInt(3) == 0;
      span.addLinks(
          Span.Link.newBuilder()
              .setTraceId(toParent || random.nextBoolean() ? traceId : id(16))
              .setSpanId(toParent ? parentId : id(8))
              .setTraceState(Texts.valid(random))
              .setFlags(random.nextInt(3))
              .addAllAttributes(linkAttributes()));
    }
    if (random.nextBoolean()) {
      span.setStatus(
          Status.newBuilder().setCodeValue(random.nextInt(5) - 1).setMessage(Texts.valid(random)));
    }
    return span.build();
  }

  private List<KeyValue> linkAttributes() {
    List<KeyValue> attributes = new ArrayList<>(attributes(2));
    if (random.nextBoolean()) {
      String type = random.nextBoolean() ? "child_of" : "follows_from";
      attributes.add(
          KeyValue.newBuilder()
              .setKey("opentracing.ref_type")
              .setValue(AnyValue.newBuilder().setStringValue(type))
              .build());
    }
    return attributes;
  }

  private List<KeyValue> attributes(int most) {
    List<KeyValue> attributes = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      attributes.add(keyValue(0));
    }
    return attributes;
  }

  private KeyValue keyValue(int depth) {
    KeyValue.Builder attribute = KeyValue.newBuilder().setKey(Texts.valid(random));
    if (random.nextInt(8) > 0) {
      attribute.setValue(value(depth));
    }
    return attribute.build();
  }

  private AnyValue value(int depth) {
    AnyValue.Builder value = AnyValue.newBuilder();
    switch (random.nextInt(depth < 4 ? 8 : 6)) {
      case 0 -> value.setStringValue(Texts.valid(random));
      case 1 -> value.setBoolValue(random.nextBoolean());
      case 2 -> value.setIntValue(random.nextLong() >> random.nextInt(64));
      case 3 -> value.setDoubleValue(DOUBLES[random.nextInt(DOUBLES.length)]);
      case 4 -> value.setBytesValue(Texts.any(random));
      case 5 -> value.clear();
      case 6 -> {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.addValues(value(depth + 1));
        }
        value.setArrayValue(array);
      }
      default -> {
        KeyValueList.Builder list = KeyValueList.newBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.addValues(keyValue(depth + 1));
        }
        value.setKvlistValue(list);
      }
    }
    return value.build();
  }

  private ByteString id(int size) {
    byte[] id = new byte[random.nextInt(6) == 0 ? 0 : size];
    if (random.nextInt(6) > 0) {
      random.nextBytes(id);
    }
    return ByteString.copyFrom(id);
  }

  private long time() {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> random.nextLong();
      default -> 1_700_000_000_000_000_000L + random.nextInt();
    };
  }
}
