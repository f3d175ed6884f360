package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.TraceId;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.JaegerForm;
import io.spoor.storage.elasticsearch.lean.ChunkDocument;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents as each Jaeger wrote them, by hand from the contract (elasticsearch.md §3). */
final class SpanDocumentReaderTest {
  private static final TraceId TRACE = new TraceId(0x0af7651916cd43ddL, 0x8448eb211c80319cL);
  private static final long SPAN = 0xb7ad6b7169203331L;
  private static final String IDS =
      "\"traceID\":\"0af7651916cd43dd8448eb211c80319c\",\"spanID\":\"b7ad6b7169203331\"";

  private static SpanBatch read(String document) throws DecodeException {
    SpanBatchBuilder out = new SpanBatchBuilder();
    byte[] bytes = document.getBytes(UTF_8);
    new SpanDocumentReader("@").read(bytes, 0, bytes.length, out);
    return out.build();
  }

  private static void assertReads(TestSpan expected, String document) throws DecodeException {
    SpanBatch wanted = TestSpan.batch(expected);
    SpanBatch read = read(document);
    assertEquals(JaegerForm.spans(wanted), JaegerForm.spans(read));
    assertEquals(JaegerForm.processes(wanted), JaegerForm.processes(read));
    assertEquals(wanted.startMicros(0), read.startMicros(0));
    assertEquals(wanted.durationMicros(0), read.durationMicros(0));
  }

  private static TestSpan plain() {
    return TestSpan.span(TRACE, SPAN).service("s").operation("").start(0).duration(0);
  }

  /** A document of the ids, the service and these further members. */
  private static String with(String members) {
    return "{" + IDS + "," + members + ",\"process\":{\"serviceName\":\"s\"}}";
  }

  @Test
  void readsWhatVersion153Writes() throws DecodeException {
    String document =
        """
        {
          "traceID": "0af7651916cd43dd8448eb211c80319c",
          "spanID": "b7ad6b7169203331",
          "operationName": "GET /",
          "references": [
            {"refType": "CHILD_OF", "traceID": "0af7651916cd43dd8448eb211c80319c",
             "spanID": "00f067aa0ba902b7"},
            {"refType": "FOLLOWS_FROM", "traceID": "00000000000000ff", "spanID": "01"}
          ],
          "startTime": 1704877200000123,
          "startTimeMillis": 1704877200000,
          "duration": 1500,
          "tags": [
            {"key": "http.status_code", "type": "int64", "value": "200"},
            {"key": "span.kind", "type": "string", "value": "server"},
            {"key": "ok", "type": "bool", "value": "true"},
            {"key": "ratio", "type": "float64", "value": "1e-07"},
            {"key": "raw", "type": "binary", "value": "00ff1a"}
          ],
          "tag": {"error": true, "http@method": "GET"},
          "logs": [
            {"timestamp": 1704877200000000,
             "fields": [{"key": "event", "type": "string", "value": "x"}]}
          ],
          "process": {
            "serviceName": "frontend",
            "tags": [{"key": "ip", "type": "string", "value": "10.0.0.1"}],
            "tag": {"host@name": "h1"}
          }
        }
        """;
    assertReads(
        TestSpan.span(TRACE, SPAN)
            .service("frontend")
            .operation("GET /")
            .reference(TRACE, 0x00f067aa0ba902b7L, 0)
            .reference(new TraceId(0, 255), 1, 1)
            .start(1704877200000123L)
            .duration(1500)
            .tag("http.status_code", 200L)
            .tag("span.kind", "server")
            .tag("ok", true)
            .tag("ratio", 1e-7)
            .tag("raw", new byte[] {0, -1, 26})
            .tag("error", true)
            .tag("http.method", "GET")
            .log("event", "x")
            .processTag("ip", "10.0.0.1")
            .processTag("host.name", "h1"),
        document);
  }

  @Test
  void readsTheNativeValuesOfVersion169() throws DecodeException {
    assertReads(
        plain()
            .tag("int", 9007199254740993L)
            .tag("float", 3.0)
            .tag("exact", 123456789.123456)
            .tag("bool", false)
            .tag("text", "200"),
        with(
            """
            "tags":[
              {"key":"int","type":"int64","value":9007199254740993},
              {"key":"float","type":"float64","value":3},
              {"value":123456789.123456,"type":"float64","key":"exact"},
              {"key":"bool","type":"bool","value":false},
              {"key":"text","type":"string","value":"200"}]
            """));
  }

  @Test
  void readsTheTypesOfFieldsFromTheirValues() throws DecodeException {
    assertReads(
        plain()
            .tag("a.b", "text")
            .tag("int", -9007199254740993L)
            .tag("large", 1e19)
            .tag("float", 0.5)
            .tag("exponent", 1000.0)
            .tag("yes", true)
            .tag("list", "[1, \"a\"]")
            .tag("object", "{\"x\":1}")
            .tag("nothing", ""),
        with(
            """
            "tag":{"a@b":"text","int":-9007199254740993,"large":10000000000000000000,
              "float":0.5,"exponent":1e3,"yes":true,"list":[1, "a"],"object":{"x":1},
              "nothing":null}
            """));
  }

  @Test
  void readsTheScopesOfVersion220() throws DecodeException {
    assertReads(
        plain().tag("otel.scope.attribute", "x"),
        with("\"tags\":[],\"scopeTag\":{\"otel@scope@attribute\":\"x\"}"));
  }

  @Test
  void readsWarnings() throws DecodeException {
    String read = JaegerForm.spans(read(with("\"warnings\":[\"late\",null,\"odd\"]"))).get(0);

    assertTrue(read.contains("warnings: \"late\""), read);
    assertTrue(read.contains("warnings: \"odd\""), read);
  }

  @Test
  void putsTheParentOfOldDocumentsFirst() throws DecodeException {
    TraceId other = new TraceId(0, 9);
    assertReads(
        plain().reference(TRACE, 7, 0).reference(other, 7, 0),
        with(
            """
            "parentSpanID":"7",
            "references":[{"refType":"CHILD_OF","traceID":"9","spanID":"7"}]
            """));
    assertReads(plain().reference(TRACE, 7, 0), with("\"parentSpanID\":\"0000000000000007\""));
  }

  @Test
  void readsAParentThatAReferenceNamesOnce() throws DecodeException {
    assertReads(
        plain().reference(TRACE, 7, 1),
        with(
            """
            "parentSpanID":"7",
            "references":[{"refType":"FOLLOWS_FROM",
              "traceID":"0af7651916cd43dd8448eb211c80319c","spanID":"7"}]
            """));
    assertReads(plain(), with("\"parentSpanID\":\"\""));
    assertReads(plain(), with("\"parentSpanID\":\"0\""));
  }

  @ParameterizedTest
  @CsvSource({
    "af7651916cd43dd8448eb211c80319c,0af7651916cd43dd,8448eb211c80319c",
    "1,0,1",
    "0000000000000001,0,1",
    "00000000000000000000000000000001,0,1",
    "ABCDEF,0,abcdef",
    "10000000000000000,1,0"
  })
  void readsTraceIdsOfAnyLength(String text, String high, String low) throws DecodeException {
    SpanBatch read = read("{\"traceID\":\"" + text + "\",\"spanID\":\"1\"}");

    assertEquals(Long.parseUnsignedLong(high, 16), read.traceIdHigh(0));
    assertEquals(Long.parseUnsignedLong(low, 16), read.traceIdLow(0));
  }

  @Test
  void takesNullAndNothingForEmpty() throws DecodeException {
    assertReads(
        plain().log("x", ""),
        with(
            """
            "operationName":null,"references":null,"tags":null,"tag":null,"flags":null,
            "startTime":null,"warnings":null,"unknown":[{"a":[]}],
            "logs":[{"timestamp":0,"fields":[{"key":"x","type":"string","value":null}]}]
            """));
    assertEquals(1, read("{" + IDS + "}").size());
    assertEquals(1, read("{" + IDS + ",\"process\":null}").size());
    assertEquals(1, read("{" + IDS + ",\"logs\":[{\"timestamp\":5,\"fields\":null}]}").size());
  }

  @Test
  void keepsTheTextOfWhatIsNotOfItsType() throws DecodeException {
    assertReads(
        plain()
            .tag("int", "twelve")
            .tag("float", "1.5f")
            .tag("bool", "maybe")
            .tag("binary", "abc")
            .tag("unknown", 5L)
            .tag("none", "x"),
        with(
            """
            "tags":[
              {"key":"int","type":"int64","value":"twelve"},
              {"key":"float","type":"float64","value":"1.5f"},
              {"key":"bool","type":"bool","value":"maybe"},
              {"key":"binary","type":"binary","value":"abc"},
              {"key":"unknown","type":"decimal","value":5},
              {"key":"none","value":"x"}]
            """));
  }

  @ParameterizedTest
  @CsvSource({"NaN,NaN", "+Inf,Infinity", "-Inf,-Infinity", "1e+21,1e21", "-0,-0.0", "12.5,12.5"})
  void readsFloatsAsGoWritesThem(String text, double value) throws DecodeException {
    assertReads(
        plain().tag("f", value),
        with("\"tags\":[{\"key\":\"f\",\"type\":\"float64\",\"value\":\"" + text + "\"}]"));
  }

  @Test
  void unescapesText() throws DecodeException {
    assertReads(
        plain().tag("a\"\\\n\u00fc\ud83d\ude00", "</\u2028\u0000>"),
        with(
            "\"tags\":[{\"key\":\"a\\\"\\\\\\n\\u00fc\\ud83d\\ude00\",\"type\":\"string\","
                + "\"value\":\"<\\/\\u2028\\u0000>\"}]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "",
        "{\"traceID\":\"1\"}",
        "{\"traceID\":\"xyz\",\"spanID\":\"1\"}",
        "{\"traceID\":5,\"spanID\":\"1\"}",
        "{\"traceID\":\"1\",\"spanID\":\"11111111111111111\"}",
        "{\"traceID\":\"1\",\"spanID\":\"1\",\"tags\":{}}",
        "{\"traceID\":\"1\",\"spanID\":\"1\",\"startTime\":\"soon\"}",
        "{\"traceID\":\"1\",\"spanID\":\"1\",\"logs\":[{\"fields\":7}]}",
        "{\"traceID\":\"1\",\"spanID\":\"1\",\"process\":{\"tags\":[5]}}",
        "{\"traceID\":\"1\",\"spanID\":\"1\",\"process\":[]}"
      })
  void leavesNothingBehindOfWhatIsNoSpan(String document) throws DecodeException {
    SpanBatchBuilder out = new SpanBatchBuilder();
    SpanDocumentReader reader = new SpanDocumentReader("@");
    byte[] bad = document.getBytes(UTF_8);
    byte[] good = with("\"operationName\":\"op\"").getBytes(UTF_8);

    reader.read(good.clone(), 0, good.length, out);
    assertThrows(DecodeException.class, () -> reader.read(bad, 0, bad.length, out));
    reader.read(good.clone(), 0, good.length, out);

    SpanBatch read = out.build();
    SpanBatch wanted = TestSpan.batch(plain().operation("op"), plain().operation("op"));
    assertEquals(JaegerForm.spans(wanted), JaegerForm.spans(read));
    assertEquals(JaegerForm.processes(wanted), JaegerForm.processes(read));
  }

  @Test
  void readsWhatSpoorWrites() throws DecodeException {
    Random random = seeded();
    for (int i = 0; i < 3000; i++) {
      SpanBatch written = randomSpan(random);
      String document = document(written, random.nextBoolean() ? TagFields.HOT : TagFields.NONE);

      SpanBatch read = read(document);

      assertEquals(JaegerForm.spans(written), JaegerForm.spans(read), document);
      assertEquals(JaegerForm.processes(written), JaegerForm.processes(read), document);
    }
  }

  @Test
  void readsOrRefusesAnyBytes() {
    Random random = seeded();
    SpanDocumentReader reader = new SpanDocumentReader("@");
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = document(randomSpan(random), TagFields.HOT).getBytes(UTF_8);
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] =
            (byte)
                (random.nextBoolean()
                    ? "{}[],:\"\\nulltrue0".charAt(random.nextInt(17))
                    : random.nextInt(256));
      }
      int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
      SpanBatchBuilder out = new SpanBatchBuilder();
      try {
        reader.read(bytes, 0, length, out);
        assertEquals(1, out.build().size());
      } catch (DecodeException e) {
        refused++;
        assertEquals(0, out.size());
      }
    }
    assertTrue(refused > 100, "only " + refused + " were refused");
  }

  @Test
  void readsOrRefusesAnyBytesOfAChunk() {
    Random random = seeded();
    SpanDocumentReader reader = new SpanDocumentReader("@");
    int refused = 0;
    for (int i = 0; i < 5000; i++) {
      ChunkDocument chunk = new ChunkDocument();
      chunk.start(randomSpan(random));
      WireWriter written = new WireWriter(1024);
      chunk.write(new int[] {0}, written);
      byte[] bytes = written.toByteArray();
      for (int change = random.nextInt(6); change > 0; change--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) "{}[],:\"\\nulltrue0".charAt(random.nextInt(17));
      }
      SpanBatchBuilder out = new SpanBatchBuilder();
      try {
        reader.readChunk(bytes, 0, bytes.length, out);
      } catch (DecodeException e) {
        refused++;
      }
      assertTrue(out.build().size() <= 1);
    }
    assertTrue(refused > 100, "only " + refused + " were refused");
  }

  @Test
  void readsContainersWithinEachOtherWithoutEnd() throws DecodeException {
    String deep = "[".repeat(200_000) + "]".repeat(200_000);

    assertEquals(1, read(with("\"x\":" + deep + ",\"tag\":{\"y\":" + deep + "}")).size());
  }

  private static Random seeded() {
    long seed = Long.getLong("spoor.seed", System.nanoTime());
    System.out.println("seed " + seed + " (replay with -Dspoor.seed=" + seed + ")");
    return new Random(seed);
  }

  private static String document(SpanBatch batch, TagFields fields) {
    SpanDocument document = new SpanDocument(fields);
    WireWriter out = new WireWriter(1024);
    document.start(batch);
    document.write(0, out);
    return new String(out.array(), 0, out.size(), UTF_8);
  }

  private static SpanBatch randomSpan(Random random) {
    SpanBatchBuilder out = new SpanBatchBuilder();
    out.startProcess();
    RandomSpans.put("s" + RandomSpans.text(random), (b, n) -> out.serviceName(b, 0, n));
    RandomSpans.tags(random, 3, out);
    out.endProcess();
    out.startSpan(random.nextInt(2) * random.nextLong(), random.nextLong(), random.nextLong());
    RandomSpans.put(RandomSpans.text(random), (b, n) -> out.operationName(b, 0, n));
    for (int i = random.nextInt(3); i > 0; i--) {
      out.reference(random.nextLong(), random.nextLong(), random.nextLong(), random.nextInt(2));
    }
    out.flags(random.nextInt(3));
    out.times(
        random.nextInt(Integer.MAX_VALUE),
        random.nextInt(1_000_000) * 1000,
        random.nextInt(Integer.MAX_VALUE) * 1000L);
    RandomSpans.tags(random, 5, out);
    for (int i = random.nextInt(3); i > 0; i--) {
      out.startLog(random.nextInt(Integer.MAX_VALUE), random.nextInt(1_000_000) * 1000);
      RandomSpans.tags(random, 2, out);
      out.endLog();
    }
    out.endSpan();
    return out.build();
  }
}
