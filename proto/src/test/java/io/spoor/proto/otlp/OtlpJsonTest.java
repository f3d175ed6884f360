package io.spoor.proto.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Timestamp;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spoor.proto.Decoded;
import io.spoor.proto.Seeded;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.wire.DecodeException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract: collector.md §5.2, "JSON rules". */
class OtlpJsonTest {
  private static final String SPAN_START =
      "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":"
          + "\"5B8EFFF798038103D269B633813FC60C\",\"spanId\":\"eee19b7ec3c1b174\"";
  private static final String SPAN_END = "}]}]}]}";

  @Test
  void givesTheSameSpansAsProtobuf() throws Exception {
    Seeded seeded = Seeded.named("OtlpJsonTest");
    for (int i = 0; i < Seeded.cases(600); i++) {
      ExportTraceServiceRequest request = new RandomOtlp(seeded.random(i)).request();
      String json = new OtlpAsJson(seeded.random(i)).print(request);
      assertEquals(
          Decoded.spans(SpanFormat.OTLP_PROTO, request.toByteArray()),
          spans(json),
          seeded.describe(i) + ": " + json);
    }
  }

  @Test
  void readsSpansOfTheDeprecatedLibraries() throws Exception {
    String library =
        "{\"instrumentationLibrary\":{\"name\":\"lib\"},\"spans\":[{\"name\":\"a\",\"kind\":"
            + "\"SPAN_KIND_CLIENT\"}]}";
    Span span =
        spans("{\"resourceSpans\":[{\"instrumentationLibrarySpans\":[" + library + "]}]}").get(0);
    assertEquals("a", span.getOperationName());
    assertEquals("lib", span.getTags(0).getVStr());
    assertEquals("client", span.getTags(1).getVStr());
    // Only where there is nothing else.
    assertEquals(
        List.of(),
        spans(
            "{\"resource_spans\":[{\"scope_spans\":[],\"instrumentation_library_spans\":["
                + library
                + "],\"scopeSpans\":[{}]}]}"));
  }

  @Test
  void takesTimesBeyondWhatIsSigned() throws Exception {
    for (String time : List.of("18446744073709551615", "\"18446744073709551615\"")) {
      Span span = spans(SPAN_START + ",\"startTimeUnixNano\":" + time + SPAN_END).get(0);
      assertEquals(
          Timestamp.newBuilder().setSeconds(-1).setNanos(999_999_999).build(), span.getStartTime());
    }
  }

  @Test
  void takesAnEmptyRequest() throws Exception {
    assertEquals(List.of(), spans("{}"));
    assertEquals(List.of(), spans(" {\"resourceSpans\":null}\n"));
    assertEquals(List.of(), spans("{\"resourceSpans\":[null,{}]}"));
  }

  @Test
  void saysWhatIsWrong() {
    assertError("unexpected EOF", "");
    assertError("'[' instead of an object", "[]");
    assertError("'{' instead of the end", "{}{}");
    assertError("'1' instead of an array", "{\"resourceSpans\":1}");
    assertError("not a hexadecimal number", id("xy"));
    assertError("id of 3 hexadecimal digits", id("abc"));
    assertError("invalid length for TraceID: 2", id("abcd"));
    assertError("not a whole number of 64 bits", SPAN_START + ",\"kind\":1.5" + SPAN_END);
    assertError(
        "not a whole number of 64 bits",
        SPAN_START + ",\"endTimeUnixNano\":\"18446744073709551616\"" + SPAN_END);
    assertError("not a number", attribute("{\"doubleValue\":\"0x1p3\"}"));
    assertError("not base64", attribute("{\"bytesValue\":\"!\"}"));
  }

  private static String id(String id) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"" + id + "\"}]}]}]}";
  }

  private static String attribute(String value) {
    return SPAN_START + ",\"attributes\":[{\"key\":\"k\",\"value\":" + value + "}]" + SPAN_END;
  }

  private static List<Span> spans(String json) throws DecodeException {
    byte[] message = OtlpJson.toProtobuf(json.getBytes(UTF_8), DecodeLimits.DEFAULTS);
    return Decoded.spans(SpanFormat.OTLP_PROTO, message);
  }

  private static void assertError(String text, String json) {
    DecodeException e = assertThrows(DecodeException.class, () -> spans(json));
    assertEquals(text, e.getMessage());
  }
}
