package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.TraceId;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.document.RandomSpans.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanDocumentTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  @Test
  void writesTheDocumentOfTheContract() {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    builder.startProcess();
    text("frontend", (b, n) -> builder.serviceName(b, 0, n));
    stringTag(builder, "ip", "10.0.0.1");
    stringTag(builder, "hostname", "h1");
    builder.endProcess();
    long high = 0x0af7651916cd43ddL;
    long low = 0x8448eb211c80319cL;
    builder.startSpan(high, low, 0xb7ad6b7169203331L);
    text("GET /", (b, n) -> builder.operationName(b, 0, n));
    builder.childOf(high, low, 0x00f067aa0ba902b7L);
    builder.flags(1);
    builder.times(1_704_877_200L, 123_999, 1_500_000);
    builder.int64Tag("http.status_code".getBytes(UTF_8), 0, 16, 200);
    stringTag(builder, "span.kind", "server");
    builder.boolTag("error".getBytes(UTF_8), 0, 5, true);
    stringTag(builder, "http.method", "GET");
    builder.startLog(1_704_877_200L, 200_000);
    stringTag(builder, "event", "x");
    builder.endLog();
    builder.startLog(1_704_877_200L, 300_000);
    builder.endLog();
    builder.endSpan();

    String expected =
        """
        {"traceID":"0af7651916cd43dd8448eb211c80319c","spanID":"b7ad6b7169203331","flags":1,\
        "operationName":"GET /","references":[{"refType":"CHILD_OF",\
        "traceID":"0af7651916cd43dd8448eb211c80319c","spanID":"00f067aa0ba902b7"}],\
        "startTime":1704877200000123,"startTimeMillis":1704877200000,"duration":1500,\
        "tags":[{"key":"http.status_code","type":"int64","value":"200"},\
        {"key":"span.kind","type":"string","value":"server"}],\
        "tag":{"error":true,"http@method":"GET"},\
        "logs":[{"timestamp":1704877200000200,\
        "fields":[{"key":"event","type":"string","value":"x"}]},\
        {"timestamp":1704877200000300,"fields":null}],\
        "process":{"serviceName":"frontend",\
        "tags":[{"key":"ip","type":"string","value":"10.0.0.1"}],"tag":{"hostname":"h1"}}}""";
    assertEquals(
        expected,
        write(builder.build(), TagFields.of(List.of("error", "http.method", "hostname"), "@")));
  }

  @Test
  void leavesOutWhatIsEmptyAndWritesShortIds() {
    String document = write(TestSpan.batch(TestSpan.span(new TraceId(0, 0xab), 1)), TagFields.NONE);

    assertEquals(
        """
        {"traceID":"00000000000000ab","spanID":"0000000000000001","operationName":"GET /",\
        "references":[],"startTime":1704873600000000,"startTimeMillis":1704873600000,\
        "duration":1000,"tags":[],"logs":[],"process":{"serviceName":"frontend","tags":[]}}""",
        document);
  }

  @ParameterizedTest
  @CsvSource({
    // Whole floats would be found by other text, or read as integers.
    "3.0,false",
    "0.0,false",
    "-0.0,false",
    "1e9,false",
    "1e21,true",
    "12.5,true",
    "1e-7,true",
    "1e10,true",
    "123456789.123456,false",
    "NaN,false",
    "Infinity,false"
  })
  void makesAFloatAFieldOnlyIfItIsReadAndFoundAsItWas(double value, boolean isField)
      throws JsonProcessingException {
    SpanBatch batch = TestSpan.batch(TestSpan.span(1, 1).tag("f", value));

    JsonNode document = JSON.readTree(write(batch, TagFields.all("@")));

    assertEquals(isField, document.has("tag"));
    assertEquals(isField ? 0 : 1, document.get("tags").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "a@b", "@"})
  void nestsKeysThatAreNotReadBack(String key) throws JsonProcessingException {
    SpanBatch batch = TestSpan.batch(TestSpan.span(1, 1).tag(key, "v"));

    JsonNode document = JSON.readTree(write(batch, TagFields.all("@")));

    assertEquals(1, document.get("tags").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".a", "a.", "a..b", "a. .b"})
  void nestsPathsThatHaveEmptyPartsWhereDotsStay(String key) throws JsonProcessingException {
    SpanBatch batch = TestSpan.batch(TestSpan.span(1, 1).tag(key, "v").tag("x.y", "v"));

    JsonNode document = JSON.readTree(write(batch, TagFields.all(".")));

    assertEquals(key, document.get("tags").get(0).get("key").asText());
    assertTrue(document.get("tag").has("x.y"));
  }

  @Test
  void nestsAllTagsOfAKeyThatComesTwice() throws JsonProcessingException {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    builder.noProcess();
    builder.startSpan(0, 1, 1);
    builder.times(0, 0, 0);
    for (String value : List.of("1", "2", "3")) {
      stringTag(builder, "http.method", value);
      stringTag(builder, "http.url." + value, value);
    }
    builder.endSpan();
    SpanBatch batch = builder.build();

    for (TagFields fields : List.of(TagFields.all("@"), TagFields.HOT)) {
      List<String> nested = new ArrayList<>();
      for (JsonNode tag : JSON.readTree(write(batch, fields)).get("tags")) {
        if (tag.get("key").asText().equals("http.method")) {
          nested.add(tag.get("value").asText());
        }
      }
      assertEquals(List.of("1", "2", "3"), nested);
    }
  }

  @Test
  void keepsAllDigitsOfAFloatBesideTheTextThatIsSearched() throws JsonProcessingException {
    SpanBatch batch = TestSpan.batch(TestSpan.span(1, 1).tag("f", 123456789.123456));

    JsonNode tag = JSON.readTree(write(batch, TagFields.HOT)).get("tags").get(0);

    assertEquals("123456789.123456", tag.get("value").asText());
    assertEquals("123456789.1", tag.get("text").asText());
  }

  @Test
  void writesTimesBefore1970AsZeroWithAWarning() throws JsonProcessingException {
    SpanBatch batch = TestSpan.batch(TestSpan.span(1, 1).start(-5).duration(-7));

    JsonNode document = JSON.readTree(write(batch, TagFields.HOT));

    assertEquals(0, document.get("startTime").asLong());
    assertEquals(0, document.get("startTimeMillis").asLong());
    assertEquals(0, document.get("duration").asLong());
    assertEquals(2, document.get("warnings").size());
    assertTrue(document.get("warnings").get(0).asText().endsWith(": -5"));
    assertTrue(document.get("warnings").get(1).asText().endsWith(": -7"));
  }

  @Test
  void listsEachHotKeyOnceAndNotTooMany() {
    assertEquals(HotKeys.LIST.size(), HotKeys.LIST.stream().distinct().count());
    assertTrue(HotKeys.LIST.size() <= 200, "fields " + HotKeys.LIST.size());
    assertEquals(HotKeys.LIST.size(), TagFields.HOT.fieldNames().size());
  }

  @Test
  void readsBackWhateverWasWritten() throws JsonProcessingException {
    long seed = Long.getLong("spoor.seed", System.nanoTime());
    System.out.println("seed " + seed + " (replay with -Dspoor.seed=" + seed + ")");
    Random random = new Random(seed);
    List<TagFields> choices =
        List.of(
            TagFields.HOT,
            TagFields.NONE,
            TagFields.all("@"),
            TagFields.all("."),
            TagFields.all("_-_"),
            TagFields.all(""),
            TagFields.of(List.of("a.b", "a", "error", "span.kind"), ":"));
    for (int i = 0; i < 1000; i++) {
      roundTrip(random, choices.get(random.nextInt(choices.size())), "seed " + seed + ", " + i);
    }
  }

  private static void roundTrip(Random random, TagFields fields, String message)
      throws JsonProcessingException {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    String service = "s" + RandomSpans.text(random);
    builder.startProcess();
    text(service, (b, n) -> builder.serviceName(b, 0, n));
    List<Tag> processTags = RandomSpans.tags(random, 6, builder);
    builder.endProcess();
    builder.startSpan(random.nextInt(2) * random.nextLong(), random.nextLong(), random.nextLong());
    String operation = RandomSpans.text(random);
    text(operation, (b, n) -> builder.operationName(b, 0, n));
    int type = random.nextInt(3);
    builder.reference(0, 1, 2, type);
    int flags = random.nextInt();
    builder.flags(flags);
    long micros = Math.abs(random.nextLong() % 4_000_000_000_000_000L);
    builder.times(micros / 1_000_000, (int) (micros % 1_000_000) * 1000, micros);
    List<Tag> tags = RandomSpans.tags(random, 20, builder);
    builder.startLog(micros / 1_000_000, 5);
    List<Tag> logFields = RandomSpans.tags(random, 3, builder);
    builder.endLog();
    text("careful", (b, n) -> builder.warning(b, 0, n));
    builder.endSpan();
    SpanBatch batch = builder.build();

    JsonNode document = JSON.readTree(write(batch, fields));

    assertEquals(
        new TraceId(batch.traceIdHigh(0), batch.traceIdLow(0)).toString(),
        document.get("traceID").asText(),
        message);
    assertEquals(operation, document.get("operationName").asText(), message);
    assertEquals(service, document.get("process").get("serviceName").asText(), message);
    assertEquals(micros, document.get("startTime").asLong(), message);
    assertEquals(micros / 1000, document.get("startTimeMillis").asLong(), message);
    assertEquals(micros / 1000, document.get("duration").asLong(), message);
    assertEquals(flags & Integer.MAX_VALUE, document.path("flags").asInt(), message);
    assertEquals(
        type == 1 ? "FOLLOWS_FROM" : "CHILD_OF",
        document.get("references").get(0).get("refType").asText(),
        message);
    assertEquals("careful", document.get("warnings").get(0).asText(), message);
    assertEquals(sorted(tags), sorted(read(document, fields)), message);
    assertEquals(sorted(processTags), sorted(read(document.get("process"), fields)), message);
    JsonNode written = document.get("logs").get(0).get("fields");
    assertEquals(logFields, nested(written), message);
    assertEquals(logFields.isEmpty(), written.isNull(), message);
  }

  /** As Jaeger reads (contract: elasticsearch.md §3.2). */
  private static List<Tag> read(JsonNode object, TagFields fields) {
    List<Tag> tags = new ArrayList<>(nested(object.get("tags")));
    assertFalse(object.has("tag") && object.get("tag").isEmpty());
    for (Map.Entry<String, JsonNode> field : object.path("tag").properties()) {
      String key =
          fields.dotReplacement().isEmpty()
              ? field.getKey()
              : field.getKey().replace(fields.dotReplacement(), ".");
      JsonNode value = field.getValue();
      tags.add(
          switch (value.getNodeType()) {
            case STRING -> new Tag(key, "string", value.asText());
            case BOOLEAN -> new Tag(key, "bool", value.asBoolean());
            case NUMBER ->
                value.isIntegralNumber()
                    ? new Tag(key, "int64", value.longValue())
                    : new Tag(key, "float64", value.doubleValue());
            default -> throw new AssertionError("a field of " + value);
          });
    }
    return tags;
  }

  private static List<Tag> nested(JsonNode array) {
    List<Tag> tags = new ArrayList<>();
    for (JsonNode tag : array) {
      assertTrue(tag.get("value").isTextual());
      String text = tag.get("value").asText();
      String type = tag.get("type").asText();
      Object value =
          switch (type) {
            case "bool" -> Boolean.valueOf(text);
            case "int64" -> Long.valueOf(text);
            case "float64" -> Double.valueOf(text.replace("Inf", "Infinity"));
            default -> text;
          };
      tags.add(new Tag(tag.get("key").asText(), type, value));
    }
    return tags;
  }

  private static List<Tag> sorted(List<Tag> tags) {
    return tags.stream().sorted(Comparator.comparing(Tag::toString)).toList();
  }

  private static String write(SpanBatch batch, TagFields fields) {
    WireWriter out = new WireWriter(64);
    SpanDocument documents = new SpanDocument(fields);
    documents.start(batch);
    documents.write(0, out);
    return new String(out.array(), 0, out.size(), UTF_8);
  }

  private static void text(String text, java.util.function.BiConsumer<byte[], Integer> method) {
    RandomSpans.put(text, method);
  }

  private static void stringTag(SpanBatchBuilder builder, String key, String value) {
    text(key, (k, n) -> text(value, (v, m) -> builder.stringTag(k, 0, n, v, 0, m)));
  }
}
