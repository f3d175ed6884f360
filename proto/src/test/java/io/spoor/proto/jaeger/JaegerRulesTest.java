package io.spoor.proto.jaeger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.spoor.proto.Decoded;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.Batch;
import io.spoor.proto.jaeger.v2.PostSpansRequest;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.SpanRef;
import io.spoor.proto.wire.DecodeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Collector.md §1.2: what the translation test's messages cannot have. */
class JaegerRulesTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 9, 15, 17, 32})
  void refusesTraceIdsOfOtherLengths(int length) {
    ByteString id = ByteString.copyFrom(new byte[length]);
    String message = "invalid length for TraceID: " + length;
    assertError(message, Span.newBuilder().setTraceId(id));
    assertError(message, Span.newBuilder().addReferences(SpanRef.newBuilder().setTraceId(id)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 9, 16})
  void refusesSpanIdsOfOtherLengths(int length) {
    assertError(
        "invalid length for SpanID: " + length,
        Span.newBuilder().setSpanId(ByteString.copyFrom(new byte[length])));
  }

  @ParameterizedTest
  @CsvSource({"-62135596801,0", "253402300800,0", "0,-1", "0,1000000000"})
  void refusesTimesBeyondYears1To9999(long seconds, int nanos) {
    Span.Builder span = Span.newBuilder();
    span.getStartTimeBuilder().setSeconds(seconds).setNanos(nanos);
    DecodeException e = assertThrows(DecodeException.class, () -> decode(span));
    assertTrue(e.getMessage().startsWith("timestamp: "), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "315576000001,0",
    "-315576000001,0",
    "9223372036,854775808",
    "9223372037,0",
    "-9223372036,-854775809",
    "1,-1",
    "-1,1",
    "0,1000000000"
  })
  void refusesDurationsBeyondNanosecondsIn64Bits(long seconds, int nanos) {
    Span.Builder span = Span.newBuilder();
    span.getDurationBuilder().setSeconds(seconds).setNanos(nanos);
    DecodeException e = assertThrows(DecodeException.class, () -> decode(span));
    assertTrue(e.getMessage().startsWith("duration: "), e.getMessage());
  }

  @Test
  void addsUpBatchAndProcessThatComeInParts() throws Exception {
    PostSpansRequest first =
        request(
            Batch.newBuilder()
                .addSpans(Span.newBuilder().setOperationName("a"))
                .setProcess(Process.newBuilder().setServiceName("old")));
    PostSpansRequest second =
        request(
            Batch.newBuilder()
                .addSpans(Span.newBuilder().setOperationName("b"))
                .setProcess(Process.newBuilder().setServiceName("svc")));
    PostSpansRequest third =
        request(Batch.newBuilder().addSpans(Span.newBuilder().setOperationName("c")));
    byte[] message =
        ByteString.copyFrom(
                List.of(first.toByteString(), second.toByteString(), third.toByteString()))
            .toByteArray();
    List<Span> spans = Decoded.spans(SpanFormat.JAEGER_PROTO, message);
    assertEquals(
        List.of("svc a", "svc b", "svc c"),
        spans.stream()
            .map(s -> s.getProcess().getServiceName() + " " + s.getOperationName())
            .toList());
  }

  @Test
  void namesTagTypeThatNobodyKnows() throws Exception {
    // A span with the tag {v_type: 9}.
    byte[] message = Decoded.hex("0a060a0442021009");
    Span span = Decoded.onlySpan(SpanFormat.JAEGER_PROTO, message);
    assertEquals("unknown type 9", span.getTags(0).getVStr());
  }

  @Test
  void keepsReferenceOfUnknownType() throws Exception {
    // A span with the reference {ref_type: 7}.
    byte[] message = Decoded.hex("0a060a0422021807");
    SpanRef reference = Decoded.onlySpan(SpanFormat.JAEGER_PROTO, message).getReferences(0);
    assertEquals(List.of(7L), reference.getUnknownFields().getField(3).getVarintList());
  }

  @Test
  void skipsUnknownFieldsGroupsIncluded() throws Exception {
    // Field 100 as a group that holds a group, then a span with an unknown number.
    byte[] message = Decoded.hex("a306" + "0b0801" + "0c" + "a406" + "0a050a03a00601");
    assertEquals(1, Decoded.spans(SpanFormat.JAEGER_PROTO, message).size());
  }

  @Test
  void refusesKnownFieldOfAnotherWireType() {
    DecodeException e =
        assertThrows(
            DecodeException.class,
            () -> Decoded.decode(SpanFormat.JAEGER_PROTO, Decoded.hex("0801")));
    assertEquals("proto: wrong wireType = 0 for field 1", e.getMessage());
  }

  private static void assertError(String message, Span.Builder span) {
    DecodeException e = assertThrows(DecodeException.class, () -> decode(span));
    assertEquals(message, e.getMessage());
  }

  private static void decode(Span.Builder span) throws DecodeException {
    Decoded.decode(
        SpanFormat.JAEGER_PROTO, request(Batch.newBuilder().addSpans(span)).toByteArray());
  }

  private static PostSpansRequest request(Batch.Builder batch) {
    return PostSpansRequest.newBuilder().setBatch(batch).build();
  }
}
