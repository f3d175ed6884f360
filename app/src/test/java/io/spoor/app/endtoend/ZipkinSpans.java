package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.spoor.app.endtoend.SpoorProcess.Port;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Spans of a test's own making, in Zipkin's JSON: any start, any tag. One request. */
final class ZipkinSpans {
  private final JsonArray spans = new JsonArray();

  ZipkinSpans add(long trace, long id, String operation, Instant start, Map<String, String> tags) {
    spans.add(
        new JsonObject()
            .put("traceId", hex(trace))
            .put("id", hex(id))
            .put("name", operation)
            .put("timestamp", start.getEpochSecond() * 1_000_000 + start.getNano() / 1000)
            .put("duration", 1000)
            .put("localEndpoint", new JsonObject().put("serviceName", "tester"))
            .put("tags", new JsonObject(Map.copyOf(tags))));
    return this;
  }

  /** Returns when they are acknowledged. */
  void send(SpoorProcess collector) {
    HttpResponse<String> answer =
        collector.send(
            HttpRequest.newBuilder(collector.uri(Port.ZIPKIN, "/api/v2/spans"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(spans.encode()))
                .build());
    assertEquals(202, answer.statusCode(), answer::body);
  }

  static String hex(long id) {
    return String.format("%016x", id);
  }

  /** Span ids of a trace as they are shown; fails if one is there twice, empty if none is. */
  static Set<String> idsOf(SpoorProcess query, long trace) {
    HttpResponse<String> answer = get(query, trace);
    Set<String> ids = new TreeSet<>();
    if (answer.statusCode() == 404) {
      return ids;
    }
    JsonNode found = query.get(Port.QUERY, "/api/traces/" + hex(trace)).at("/data/0/spans");
    for (JsonNode span : found) {
      String id = span.get("spanID").asText();
      assertEquals(true, ids.add(id), () -> id + " twice in " + hex(trace));
    }
    return ids;
  }

  /** Whatever the API says of that trace. */
  static HttpResponse<String> get(SpoorProcess query, long trace) {
    return query.send(
        HttpRequest.newBuilder(query.uri(Port.QUERY, "/api/traces/" + hex(trace))).build());
  }
}
