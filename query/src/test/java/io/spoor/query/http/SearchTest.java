package io.spoor.query.http;

import static io.spoor.query.fake.TestSpans.NOW;
import static io.spoor.query.fake.TestSpans.START_MICROS;
import static io.spoor.query.fake.TestSpans.log;
import static io.spoor.query.fake.TestSpans.reference;
import static io.spoor.query.fake.TestSpans.span;
import static io.spoor.query.fake.TestSpans.tag;
import static io.spoor.query.fake.TestSpans.time;
import static io.spoor.query.fake.TestSpans.traceId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Duration;
import io.spoor.proto.jaeger.v2.SpanRefType;
import io.spoor.query.http.RunningQuery.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is found (contract: query.md §5). */
final class SearchTest {
  private static final String WIDE = "0af7651916cd43dd8448eb211c80319c";
  private static RunningQuery query;

  @BeforeAll
  static void start() {
    query = RunningQuery.overMemory();
    query.store(
        span(1, 1).addTags(tag("color", "red")),
        span(1, 2)
            .addTags(tag("ip", 0x0a000001L))
            .addReferences(reference(SpanRefType.FOLLOWS_FROM, 9, 9))
            .addReferences(reference(SpanRefType.CHILD_OF, 1, 1))
            .addLogs(log(START_MICROS, tag("b", "1"), tag("event", "e"), tag("a", "2"))),
        span(2, 1)
            .setStartTime(time(START_MICROS + 1_000_000))
            .setDuration(Duration.newBuilder().setSeconds(2)),
        span(3, 1).setStartTime(time(START_MICROS - 49L * 3_600_000_000L)),
        span(4, 1).setStartTime(time(micros(3600))),
        span(5, 1).setTraceId(traceId(0x0af7651916cd43ddL, 0x8448eb211c80319cL)));
  }

  @AfterAll
  static void stop() {
    query.close();
  }

  @Test
  void lastsTwoDaysUntilNowByDefault() throws Exception {
    assertEquals(
        List.of("0000000000000002", WIDE, "0000000000000001"), sortedByStart("service=frontend"));
  }

  @Test
  void takesStartAndEndInMicroseconds() throws Exception {
    assertEquals(
        List.of("0000000000000004"),
        found("service=frontend&start=" + micros(1) + "&end=" + micros(7200)));
    assertEquals(
        List.of("0000000000000003"),
        found("service=frontend&start=0&end=" + (START_MICROS - 3_600_000_000L)));
    assertEquals(List.of(), found("service=frontend&start=0&end=0"));
  }

  @Test
  void ignoresLookback() throws Exception {
    assertEquals(3, found("service=frontend&lookback=1ms").size());
  }

  @Test
  void givesWholeTracesForOneMatchingSpan() throws Exception {
    JsonNode data = data(query.get("/api/traces?service=frontend&tag=color:red"));
    assertEquals(1, data.size());
    assertEquals(2, data.at("/0/spans").size());
  }

  @Test
  void mergesBothFormsOfTagsAndTheLaterWins() throws Exception {
    String red = "%7B%22color%22%3A%22red%22%7D";
    assertEquals(1, found("service=frontend&tag=color:blue&tags=" + red).size());
    assertEquals(0, found("service=frontend&tags=" + red + "&tag=nothing:1").size());
    assertEquals(3, found("service=frontend&tags=null").size());
    assertEquals(3, found("service=frontend&tags=&tag=").size());
  }

  @Test
  void filtersByDuration() throws Exception {
    assertEquals(List.of("0000000000000002"), found("service=frontend&minDuration=1.5s"));
    assertEquals(2, found("service=frontend&maxDuration=1ms").size());
    assertEquals(3, found("service=frontend&minDuration=0&maxDuration=0s").size());
    assertEquals(3, found("service=frontend&minDuration=-5s").size());
    assertEquals(2, found("service=frontend&minDuration=1ms&maxDuration=1ms").size());
  }

  @Test
  void limitsTraces() throws Exception {
    assertEquals(List.of("0000000000000002"), found("service=frontend&limit=1"));
    assertEquals(3, found("service=frontend&limit=2147483647").size());
    assertEquals(3, found("service=frontend&limit=0").size());
    assertEquals(3, found("service=frontend&limit=-1").size());
  }

  @Test
  void firstValueOfASingleParameterWins() throws Exception {
    assertEquals(3, found("service=frontend&service=nobody").size());
  }

  @Test
  void lookupByIdIgnoresEveryFilterAndReportsWhatIsMissing() throws Exception {
    Response response =
        query.get(
            "/api/traces?traceID=2&traceID=abc&traceID="
                + WIDE.toUpperCase(java.util.Locale.ROOT)
                + "&traceID=0000000000000002&traceID=1"
                + "0".repeat(16)
                + "&service=nobody&tag=no:thing&end=1&minDuration=1h");
    assertEquals(200, response.status());
    assertEquals(List.of("0000000000000002", WIDE, "0000000000000002"), ids(data(response)));
    assertTrue(
        response
            .body()
            .endsWith(
                "],\"total\":0,\"limit\":0,\"offset\":0,\"errors\":["
                    + "{\"msg\":\"trace not found\",\"traceID\":\"0000000000000abc\"},"
                    + "{\"msg\":\"trace not found\",\"traceID\":\"00000000000000010000000000000000\"}]}"),
        response.body());
  }

  @Test
  void lookupOfUnknownIdsAloneIsStillA200() {
    Response response = query.get("/api/traces?traceID=77");
    assertEquals(200, response.status());
    assertEquals(
        "{\"data\":[],\"total\":0,\"limit\":0,\"offset\":0,"
            + "\"errors\":[{\"msg\":\"trace not found\",\"traceID\":\"0000000000000077\"}]}",
        response.body());
  }

  @Test
  void getTakesIdsOfAnyLengthAndCase() throws Exception {
    for (String id : List.of("1", "01", "0000000000000001", "0".repeat(31) + "1")) {
      assertEquals(List.of("0000000000000001"), ids(data(query.get("/api/traces/" + id))), id);
    }
    assertEquals(
        List.of(WIDE),
        ids(data(query.get("/api/traces/" + WIDE.toUpperCase(java.util.Locale.ROOT)))));
  }

  @Test
  void adjustsUnlessAskedForRawSpans() throws Exception {
    for (String target : List.of("/api/traces/1?", "/api/traces?traceID=1&")) {
      JsonNode adjusted = second(target + "raw=nonsense");
      assertEquals("CHILD_OF", adjusted.at("/references/0/refType").asText());
      assertEquals("10.0.0.1", adjusted.at("/tags/0/value").asText());
      assertEquals("event", adjusted.at("/logs/0/fields/0/key").asText());
      JsonNode raw = second(target + "raw=true");
      assertEquals("FOLLOWS_FROM", raw.at("/references/0/refType").asText());
      assertEquals(0x0a000001L, raw.at("/tags/0/value").asLong());
      assertEquals("b", raw.at("/logs/0/fields/0/key").asText());
    }
  }

  private static long micros(int secondsFromNow) {
    return (NOW.getEpochSecond() + secondsFromNow) * 1_000_000;
  }

  private static JsonNode second(String target) throws Exception {
    for (JsonNode span : data(query.get(target)).at("/0/spans")) {
      if (span.get("spanID").asText().equals("0000000000000002")) {
        return span;
      }
    }
    throw new AssertionError("no span 2");
  }

  private static List<String> sortedByStart(String parameters) throws Exception {
    List<String> found = found(parameters);
    assertEquals("0000000000000002", found.get(0), "newest first");
    // Equal starts have no order.
    return found.get(1).equals(WIDE) ? found : List.of(found.get(0), found.get(2), found.get(1));
  }

  private static List<String> found(String parameters) throws Exception {
    Response response = query.get("/api/traces?" + parameters);
    assertEquals(200, response.status(), response::body);
    return ids(data(response));
  }

  private static List<String> ids(JsonNode data) {
    List<String> ids = new ArrayList<>();
    data.forEach(trace -> ids.add(trace.get("traceID").asText()));
    return ids;
  }

  private static JsonNode data(Response response) throws Exception {
    return new ObjectMapper().readTree(response.body()).get("data");
  }
}
