package io.spoor.query.json;

import static io.spoor.query.fake.TestSpans.log;
import static io.spoor.query.fake.TestSpans.process;
import static io.spoor.query.fake.TestSpans.reference;
import static io.spoor.query.fake.TestSpans.span;
import static io.spoor.query.fake.TestSpans.tag;
import static io.spoor.query.fake.TestSpans.traceId;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.SpanRefType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The trace of the UI model, byte by byte (contract: query.md §8). */
final class TraceJsonTest {

  @Test
  void writesEveryFieldInOrder() {
    Span.Builder span =
        span(1, 0x0b)
            .setTraceId(traceId(0x0af7651916cd43ddL, 0x8448eb211c80319cL))
            .setFlags(1)
            .addReferences(reference(SpanRefType.CHILD_OF, 2, 3))
            .addReferences(reference(SpanRefType.FOLLOWS_FROM, 4, 5))
            .setStartTime(Timestamp.newBuilder().setSeconds(1_704_877_200).setNanos(1_999))
            .setDuration(Duration.newBuilder().setSeconds(1).setNanos(500_999))
            .addTags(tag("http.status_code", 200))
            .addTags(tag("error", true))
            .addTags(tag("span.kind", "server"))
            .addLogs(log(1_704_877_200_000_100L, tag("event", "x")))
            .addLogs(log(1_704_877_200_000_200L))
            .setProcess(process("frontend", tag("ip", "10.0.0.1")))
            .addWarnings("w1")
            .addWarnings("w2");
    assertEquals(
        "{\"traceID\":\"0af7651916cd43dd8448eb211c80319c\",\"spans\":[{"
            + "\"traceID\":\"0af7651916cd43dd8448eb211c80319c\","
            + "\"spanID\":\"000000000000000b\","
            + "\"flags\":1,"
            + "\"operationName\":\"GET /\","
            + "\"references\":["
            + "{\"refType\":\"CHILD_OF\",\"traceID\":\"0000000000000002\",\"spanID\":\"0000000000000003\"},"
            + "{\"refType\":\"FOLLOWS_FROM\",\"traceID\":\"0000000000000004\",\"spanID\":\"0000000000000005\"}],"
            + "\"startTime\":1704877200000001,"
            + "\"duration\":1000500,"
            + "\"tags\":["
            + "{\"key\":\"http.status_code\",\"type\":\"int64\",\"value\":200},"
            + "{\"key\":\"error\",\"type\":\"bool\",\"value\":true},"
            + "{\"key\":\"span.kind\",\"type\":\"string\",\"value\":\"server\"}],"
            + "\"logs\":["
            + "{\"timestamp\":1704877200000100,\"fields\":[{\"key\":\"event\",\"type\":\"string\",\"value\":\"x\"}]},"
            + "{\"timestamp\":1704877200000200,\"fields\":[]}],"
            + "\"processID\":\"p1\","
            + "\"warnings\":[\"w1\",\"w2\"]}],"
            + "\"processes\":{\"p1\":{\"serviceName\":\"frontend\","
            + "\"tags\":[{\"key\":\"ip\",\"type\":\"string\",\"value\":\"10.0.0.1\"}]}},"
            + "\"warnings\":null}",
        json(span));
  }

  @Test
  void leavesOutZeroFlagsAndWritesEmptyListsAndNullWarnings() {
    assertEquals(
        "{\"traceID\":\"0000000000000001\",\"spans\":[{\"traceID\":\"0000000000000001\","
            + "\"spanID\":\"0000000000000002\",\"operationName\":\"\",\"references\":[],"
            + "\"startTime\":0,\"duration\":0,\"tags\":[],\"logs\":[],\"processID\":\"p1\","
            + "\"warnings\":null}],\"processes\":{\"p1\":{\"serviceName\":\"\",\"tags\":[]}},"
            + "\"warnings\":null}",
        json(
            Span.newBuilder()
                .setTraceId(traceId(0, 1))
                .setSpanId(io.spoor.query.fake.TestSpans.spanId(2))));
  }

  @Test
  void writesATraceWithoutSpans() {
    assertEquals("{\"traceID\":\"\",\"spans\":[],\"processes\":{},\"warnings\":null}", json());
  }

  @Test
  void writesFlagsAsAnUnsignedNumber() {
    assertTrue(json(span(1, 1).setFlags(-1)).contains("\"flags\":4294967295,"));
  }

  @Test
  void writesIntegersThatJavaScriptCannotHoldAsText() {
    assertValue("9007199254740991", tag("n", (1L << 53) - 1));
    assertValue("\"9007199254740992\"", tag("n", 1L << 53));
    assertValue("-9007199254740991", tag("n", -(1L << 53) + 1));
    assertValue("\"-9007199254740992\"", tag("n", -(1L << 53)));
    assertValue("\"9223372036854775807\"", tag("n", Long.MAX_VALUE));
    assertValue("\"-9223372036854775808\"", tag("n", Long.MIN_VALUE));
  }

  @Test
  void writesFloatsAsGoDoesAndWhatJsonCannotHoldAsText() {
    assertValue("3", tag("n", 3.0));
    assertValue("-0.1", tag("n", -0.1));
    assertValue("1e+21", tag("n", 1e21));
    assertValue("1e-07", tag("n", 1e-7));
    assertValue("\"NaN\"", tag("n", Double.NaN));
    assertValue("\"+Inf\"", tag("n", Double.POSITIVE_INFINITY));
    assertValue("\"-Inf\"", tag("n", Double.NEGATIVE_INFINITY));
  }

  @Test
  void writesBinaryInStandardBase64WithPadding() {
    assertValue("\"+/8AAQ==\"", tag("n", new byte[] {(byte) 0xfb, (byte) 0xff, 0, 1}));
    assertValue("\"\"", tag("n", new byte[0]));
    assertValue("\"" + "AAAA".repeat(100) + "\"", tag("n", new byte[300]));
  }

  @Test
  void keepsDuplicateKeys() {
    assertTrue(
        json(span(1, 1).addTags(tag("k", "a")).addTags(tag("k", "b")))
            .contains(
                "[{\"key\":\"k\",\"type\":\"string\",\"value\":\"a\"},"
                    + "{\"key\":\"k\",\"type\":\"string\",\"value\":\"b\"}]"));
  }

  @Test
  void numbersProcessesByFirstUseAndTellsThemApartByTagsInOrder() {
    String json =
        json(
            span(1, 1).setProcess(process("b", tag("x", "1"), tag("y", "1"))),
            span(1, 2).setProcess(process("a")),
            span(1, 3).setProcess(process("b", tag("x", "1"), tag("y", "1"))),
            span(1, 4).setProcess(process("b", tag("y", "1"), tag("x", "1"))),
            span(1, 5).setProcess(process("a")));
    assertEquals(
        List.of("p1", "p2", "p1", "p3", "p2"),
        java.util.regex.Pattern.compile("\"processID\":\"(p\\d)\"")
            .matcher(json)
            .results()
            .map(result -> result.group(1))
            .toList());
    assertTrue(json.contains("\"processes\":{\"p1\":{\"serviceName\":\"b\","), json);
    assertTrue(json.contains("\"p2\":{\"serviceName\":\"a\",\"tags\":[]}"), json);
  }

  @Test
  void neverWritesTheProcessIdOfTheWireNorAnInlineProcess() {
    String json = json(span(1, 1).setProcessId("wire"));
    assertTrue(json.contains("\"processID\":\"p1\""), json);
    assertTrue(!json.contains("wire") && !json.contains("\"process\":"), json);
  }

  private static void assertValue(String expected, KeyValue tag) {
    String json = json(span(1, 1).addTags(tag));
    String start =
        "\"tags\":[{\"key\":\"n\",\"type\":\""
            + tag.getVType().name().toLowerCase(java.util.Locale.ROOT)
            + "\",\"value\":";
    int at = json.indexOf(start) + start.length();
    assertTrue(at >= start.length(), json);
    assertEquals(expected, json.substring(at, json.indexOf("}]", at)));
  }

  private static String json(Span.Builder... spans) {
    List<Span> built = Arrays.stream(spans).map(Span.Builder::build).toList();
    return new String(JsonOutput.write(false, json -> TraceJson.write(built, json)), UTF_8);
  }
}
