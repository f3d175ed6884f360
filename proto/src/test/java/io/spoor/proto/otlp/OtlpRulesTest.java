package io.spoor.proto.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
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
import io.spoor.proto.Decoded;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.Log;
import io.spoor.proto.jaeger.v2.SpanRefType;
import io.spoor.proto.wire.DecodeException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Collector.md §5.3, a test for each line. */
class OtlpRulesTest {
  private static final ByteString TRACE = ByteString.copyFromUtf8("0123456789abcdef");
  private static final ByteString PARENT = ByteString.copyFromUtf8("parentID");

  @Test
  void skipsResourceWithoutScopes() throws Exception {
    assertEquals(0, decode(ResourceSpans.getDefaultInstance()).size());
    assertEquals(0, decode(ResourceSpans.newBuilder().setResource(service("cart")).build()).size());
  }

  @Test
  void namesResourceWithoutAttributes() throws Exception {
    assertEquals(
        "OTLPResourceNoServiceName",
        only(Resource.getDefaultInstance(), Span.getDefaultInstance())
            .getProcess()
            .getServiceName());
  }

  @Test
  void takesServiceNameOutOfTheTags() throws Exception {
    Resource resource = service("cart").toBuilder().addAttributes(text("host", "h1")).build();
    var process = only(resource, Span.getDefaultInstance()).getProcess();
    assertEquals("cart", process.getServiceName());
    assertEquals(List.of("host"), process.getTagsList().stream().map(t -> t.getKey()).toList());
  }

  @Test
  void standsInForServiceNameThatIsNotText() throws Exception {
    Resource resource =
        Resource.newBuilder()
            .addAttributes(attribute("service.name", AnyValue.newBuilder().setIntValue(5)))
            .build();
    var process = only(resource, Span.getDefaultInstance()).getProcess();
    assertEquals("empty-service-name", process.getServiceName());
    assertEquals(0, process.getTagsCount());
  }

  @Test
  void readsProcessThatStandsBehindItsSpans() throws Exception {
    byte[] scopes =
        ResourceSpans.newBuilder().addScopeSpans(scopeOf(named("op"))).build().toByteArray();
    byte[] resource = ResourceSpans.newBuilder().setResource(service("cart")).build().toByteArray();
    ByteString swapped = ByteString.copyFrom(scopes).concat(ByteString.copyFrom(resource));
    byte[] request = field(1, swapped);
    assertEquals(
        "cart", Decoded.onlySpan(SpanFormat.OTLP_PROTO, request).getProcess().getServiceName());
  }

  @Test
  void mergesResourceThatComesInParts() throws Exception {
    ByteString parts =
        ResourceSpans.newBuilder()
            .setResource(Resource.newBuilder().addAttributes(text("a", "1")))
            .build()
            .toByteString()
            .concat(
                ResourceSpans.newBuilder()
                    .setResource(service("cart"))
                    .addScopeSpans(scopeOf(named("op")))
                    .build()
                    .toByteString());
    var span = Decoded.onlySpan(SpanFormat.OTLP_PROTO, field(1, parts));
    assertEquals("cart", span.getProcess().getServiceName());
    assertEquals("a", span.getProcess().getTags(0).getKey());
  }

  @Test
  void writesTagsInTheOrderOfTheContract() throws Exception {
    Span span =
        named("op").toBuilder()
            .addAttributes(text("k", "1"))
            .addAttributes(text("k", "2"))
            .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
            .setStatus(Status.newBuilder().setCodeValue(2).setMessage("boom"))
            .setTraceState("a=b")
            .build();
    ScopeSpans scope =
        ScopeSpans.newBuilder()
            .setScope(InstrumentationScope.newBuilder().setName("lib").setVersion("1.2"))
            .addSpans(span)
            .build();
    var decoded = decode(ResourceSpans.newBuilder().addScopeSpans(scope).build()).get(0);
    assertEquals(
        List.of(
            "otel.scope.name=lib",
            "otel.scope.version=1.2",
            "k=1",
            "k=2",
            "span.kind=client",
            "otel.status_code=ERROR",
            "error=true",
            "otel.status_description=boom",
            "w3c.tracestate=a=b"),
        decoded.getTagsList().stream()
            .map(t -> t.getKey() + "=" + (t.getVBool() ? "true" : t.getVStr()))
            .toList());
  }

  @Test
  void writesArraysAndListsAsJson() throws Exception {
    AnyValue list =
        AnyValue.newBuilder()
            .setKvlistValue(
                KeyValueList.newBuilder()
                    .addValues(text("b", "<&>\u0001\""))
                    .addValues(attribute("a", AnyValue.newBuilder().setDoubleValue(1.5)))
                    .addValues(text("b", "last wins"))
                    .addValues(
                        attribute(
                            "c",
                            AnyValue.newBuilder().setBytesValue(ByteString.copyFromUtf8("bytes")))))
            .build();
    AnyValue array =
        AnyValue.newBuilder()
            .setArrayValue(
                ArrayValue.newBuilder()
                    .addValues(AnyValue.newBuilder().setStringValue("<&>\u0001\""))
                    .addValues(AnyValue.newBuilder().setIntValue(-7))
                    .addValues(AnyValue.newBuilder().setBoolValue(true))
                    .addValues(AnyValue.getDefaultInstance())
                    .addValues(list))
            .build();
    var span =
        only(
            service("cart"),
            Span.newBuilder()
                .addAttributes(KeyValue.newBuilder().setKey("k").setValue(array))
                .build());
    assertEquals(
        "[\"\\u003c\\u0026\\u003e\\u0001\\\"\",-7,true,null,"
            + "{\"a\":1.5,\"b\":\"last wins\",\"c\":\"Ynl0ZXM=\"}]",
        span.getTags(0).getVStr());
  }

  @Test
  void writesEmptyValueAsEmptyText() throws Exception {
    var span =
        only(
            service("cart"),
            Span.newBuilder().addAttributes(KeyValue.newBuilder().setKey("k")).build());
    assertEquals("k", span.getTags(0).getKey());
    assertEquals("", span.getTags(0).getVStr());
  }

  @Test
  void linkToTheParentSetsTheParentsType() throws Exception {
    Span span =
        Span.newBuilder()
            .setTraceId(TRACE)
            .setParentSpanId(PARENT)
            .addLinks(Span.Link.newBuilder().setTraceId(TRACE).setSpanId(PARENT))
            .build();
    var references = only(service("cart"), span).getReferencesList();
    assertEquals(1, references.size());
    assertEquals(SpanRefType.FOLLOWS_FROM, references.get(0).getRefType());
  }

  @Test
  void linkIsChildOfOnlyWhenItSaysSo() throws Exception {
    Span span =
        Span.newBuilder()
            .setTraceId(TRACE)
            .addLinks(
                Span.Link.newBuilder()
                    .setTraceId(TRACE)
                    .setSpanId(PARENT)
                    .addAttributes(text("opentracing.ref_type", "child_of")))
            .addLinks(Span.Link.newBuilder().setTraceId(TRACE).setSpanId(PARENT))
            .build();
    assertEquals(
        List.of(SpanRefType.CHILD_OF, SpanRefType.FOLLOWS_FROM),
        only(service("cart"), span).getReferencesList().stream().map(r -> r.getRefType()).toList());
  }

  @Test
  void eventNameComesFirstUnlessAnAttributeHasItsKey() throws Exception {
    Span span =
        Span.newBuilder()
            .addEvents(Span.Event.newBuilder().setName("retry").addAttributes(text("a", "1")))
            .addEvents(Span.Event.newBuilder().setName("lost").addAttributes(text("event", "own")))
            .addEvents(Span.Event.newBuilder().setTimeUnixNano(1_000_000_007))
            .build();
    List<Log> logs = only(service("cart"), span).getLogsList();
    assertEquals("event", logs.get(0).getFields(0).getKey());
    assertEquals("retry", logs.get(0).getFields(0).getVStr());
    assertEquals("a", logs.get(0).getFields(1).getKey());
    assertEquals(1, logs.get(1).getFieldsCount());
    assertEquals("own", logs.get(1).getFields(0).getVStr());
    assertEquals(0, logs.get(2).getFieldsCount());
    assertEquals(
        Timestamp.newBuilder().setSeconds(1).setNanos(7).build(), logs.get(2).getTimestamp());
  }

  @Test
  void durationIsNegativeWhereTheEndIsMissing() throws Exception {
    var span = only(service("cart"), Span.newBuilder().setStartTimeUnixNano(1_500_000_000).build());
    assertEquals(-1, span.getDuration().getSeconds());
    assertEquals(-500_000_000, span.getDuration().getNanos());
  }

  @Test
  void readsDeprecatedLibrarySpansWhereThereIsNothingElse() throws Exception {
    UnknownFieldSet old =
        UnknownFieldSet.newBuilder()
            .addField(
                1000,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(scopeOf(named("old")).toByteString())
                    .build())
            .build();
    ResourceSpans alone = ResourceSpans.newBuilder().setUnknownFields(old).build();
    assertEquals("old", decode(alone).get(0).getOperationName());
    var both = decode(alone.toBuilder().addScopeSpans(scopeOf(named("new"))).build());
    assertEquals(List.of("new"), both.stream().map(s -> s.getOperationName()).toList());
  }

  @Test
  void refusesIdsOfOtherLengths() {
    assertError(
        "invalid length for TraceID: 8", Span.newBuilder().setTraceId(TRACE.substring(8)).build());
    assertError("invalid length for SpanID: 16", Span.newBuilder().setParentSpanId(TRACE).build());
  }

  @Test
  void refusesKnownFieldOfAnotherWireType() throws Exception {
    UnknownFieldSet nameAsNumber =
        UnknownFieldSet.newBuilder()
            .addField(5, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    assertError("proto: wrong wireType = 0 for field 5", parse(nameAsNumber.toByteArray()));
  }

  @Test
  void refusesValuesNestedTooDeep() {
    AnyValue value = AnyValue.newBuilder().setIntValue(1).build();
    for (int i = 0; i < 1000; i++) {
      value = AnyValue.newBuilder().setArrayValue(ArrayValue.newBuilder().addValues(value)).build();
    }
    Span span =
        Span.newBuilder().addAttributes(KeyValue.newBuilder().setKey("k").setValue(value)).build();
    assertError("nested deeper than " + DecodeLimits.DEFAULTS.maxDepth(), span);
  }

  /** The bytes as a span: generated classes keep a field of the wrong wire type as unknown. */
  private static Span parse(byte[] span) throws InvalidProtocolBufferException {
    return Span.parseFrom(span);
  }

  private static void assertError(String message, Span span) {
    DecodeException e = assertThrows(DecodeException.class, () -> only(service("cart"), span));
    assertEquals(message, e.getMessage());
  }

  private static io.spoor.proto.jaeger.v2.Span only(Resource resource, Span span)
      throws DecodeException {
    return decode(
            ResourceSpans.newBuilder().setResource(resource).addScopeSpans(scopeOf(span)).build())
        .get(0);
  }

  private static List<io.spoor.proto.jaeger.v2.Span> decode(ResourceSpans spans)
      throws DecodeException {
    return Decoded.spans(
        SpanFormat.OTLP_PROTO,
        ExportTraceServiceRequest.newBuilder().addResourceSpans(spans).build().toByteArray());
  }

  private static byte[] field(int number, ByteString content) {
    return UnknownFieldSet.newBuilder()
        .addField(number, UnknownFieldSet.Field.newBuilder().addLengthDelimited(content).build())
        .build()
        .toByteArray();
  }

  private static ScopeSpans scopeOf(Span span) {
    return ScopeSpans.newBuilder().addSpans(span).build();
  }

  private static Span named(String name) {
    return Span.newBuilder().setName(name).build();
  }

  private static Resource service(String name) {
    return Resource.newBuilder().addAttributes(text("service.name", name)).build();
  }

  private static KeyValue text(String key, String value) {
    return attribute(key, AnyValue.newBuilder().setStringValue(value));
  }

  private static KeyValue attribute(String key, AnyValue.Builder value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }
}
