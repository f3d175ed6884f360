package io.spoor.app.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the API shows of a span (contract: query.md §8), as far as a canary is compared.
 *
 * @param parentId empty for a root
 * @param text value of the tag {@link Canary#TEXT_KEY}; empty without one
 */
record ShownSpan(
    String spanId,
    String parentId,
    String service,
    String operation,
    long startMicros,
    long micros,
    String text) {

  /** The spans of the first trace of an answer. */
  static List<ShownSpan> ofAnswer(JsonNode answer) {
    JsonNode trace = answer.path("data").path(0);
    List<ShownSpan> spans = new ArrayList<>();
    for (JsonNode span : trace.path("spans")) {
      JsonNode process = trace.path("processes").path(span.path("processID").asText());
      spans.add(
          new ShownSpan(
              span.path("spanID").asText(),
              span.path("references").path(0).path("spanID").asText(),
              process.path("serviceName").asText(),
              span.path("operationName").asText(),
              span.path("startTime").asLong(),
              span.path("duration").asLong(),
              text(span.path("tags"))));
    }
    return spans;
  }

  private static String text(JsonNode tags) {
    for (JsonNode tag : tags) {
      if (tag.path("key").asText().equals(Canary.TEXT_KEY)) {
        return tag.path("value").asText();
      }
    }
    return "";
  }
}
