package io.spoor.storage.elasticsearch.lean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.contract.TestSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChunkDocumentTest {

  @Test
  void cutsTracesIntoChunksByStart() {
    List<TestSpan> spans = new ArrayList<>();
    for (long i = 0; i < 20; i++) {
      spans.add(TestSpan.span(1 + i % 2, i).start(TestSpan.NOON - i));
    }
    // The oldest of the first trace belong into another index.
    Chunks chunks =
        new Chunks(
            TestSpan.batch(spans), (batch, span) -> batch.startMicros(span) >= TestSpan.NOON - 15);
    List<String> cut = new ArrayList<>();
    while (chunks.start() >= 0) {
      cut.add(Arrays.toString(chunks.finish()));
    }

    assertEquals(
        List.of(
            "[18]",
            "[16, 14, 12, 10, 8, 6, 4, 2]",
            "[0]",
            "[19]",
            "[17, 15, 13, 11, 9, 7, 5, 3]",
            "[1]"),
        cut);
  }

  @Test
  void hasRangesTermsAndSpans() throws JsonProcessingException {
    JsonNode document =
        write(
            TestSpan.span(7, 1)
                .start(TestSpan.NOON)
                .duration(50)
                .processTag("hostname", "h1")
                .tag("http.status_code", 200L)
                .tag("ratio", -0.5)
                .log("event", "x"),
            TestSpan.span(7, 2)
                .service("other")
                .operation("")
                .start(TestSpan.NOON + 10)
                .duration(20)
                .tag("http.status_code", 200L)
                .tag("long", "v".repeat(2000))
                .tag("k".repeat(2000), "v"));

    assertEquals("0000000000000007", document.get("traceID").asText());
    assertEquals(TestSpan.NOON, document.get("startMin").asLong());
    assertEquals(TestSpan.NOON + 10, document.get("startMax").asLong());
    assertEquals(20, document.get("durationMin").asLong());
    assertEquals(50, document.get("durationMax").asLong());
    assertEquals(List.of("frontend", "other"), texts(document.get("service")));
    assertEquals(List.of("GET /", ""), texts(document.get("operation")));
    assertEquals(
        List.of(
            ChunkTerms.tag("hostname", "h1"),
            ChunkTerms.tag("http.status_code", "200"),
            ChunkTerms.tag("ratio", "-0.5"),
            ChunkTerms.tag("event", "x"),
            ChunkTerms.tag("long", "v".repeat(2000)),
            ChunkTerms.tag("k".repeat(2000), "v")),
        texts(document.get("tag")));
    assertEquals(
        List.of(ChunkTerms.number("http.status_code", 200), ChunkTerms.number("ratio", -0.5)),
        texts(document.get("number")));
    assertEquals(2, document.get("spans").size());
    assertEquals(0, document.get("spans").get(0).get("process").asInt());
    assertEquals(1, document.get("spans").get(1).get("process").asInt());
    assertEquals("other", document.get("processes").get(1).get("serviceName").asText());
    assertEquals("h1", document.at("/processes/0/tag/hostname").asText());
    assertEquals("0000000000000002", document.get("spans").get(1).get("spanID").asText());
  }

  @Test
  void spellsNumbersSoThatTheySort() {
    double[] numbers = {
      Double.NEGATIVE_INFINITY,
      -1e300,
      -2,
      -1,
      -1e-300,
      0,
      1e-300,
      1,
      1.5,
      2,
      1e18,
      Double.MAX_VALUE,
      Double.POSITIVE_INFINITY,
      Double.NaN
    };
    for (int i = 1; i < numbers.length; i++) {
      String smaller = ChunkTerms.number("k", numbers[i - 1]);
      assertTrue(smaller.compareTo(ChunkTerms.number("k", numbers[i])) < 0, "at " + numbers[i]);
    }
    assertEquals(ChunkTerms.number("k", 0.0), ChunkTerms.number("k", -0.0));
  }

  @Test
  void hasATermForEachTagHoweverMany() throws JsonProcessingException {
    TestSpan[] spans =
        LongStream.range(0, 8)
            .mapToObj(
                id -> {
                  TestSpan span = TestSpan.span(1, id);
                  Random random = new Random(id);
                  for (int i = 0; i < 200; i++) {
                    span.tag("key-" + i, "v" + random.nextInt(3));
                  }
                  return span;
                })
            .toArray(TestSpan[]::new);

    List<String> terms = texts(write(spans).get("tag"));

    assertEquals(terms.size(), terms.stream().distinct().count());
    for (TestSpan span : spans) {
      span.tags.forEach(
          (key, value) -> assertTrue(terms.contains(ChunkTerms.tag(key, (String) value)), key));
    }
  }

  private static JsonNode write(TestSpan... spans) throws JsonProcessingException {
    SpanBatch batch = TestSpan.batch(spans);
    ChunkDocument chunks = new ChunkDocument();
    WireWriter out = new WireWriter(64);
    chunks.start(batch);
    chunks.write(new Chunks(batch, (b, span) -> true).finish(), out);
    return new ObjectMapper().readTree(new String(out.array(), 0, out.size(), UTF_8));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
