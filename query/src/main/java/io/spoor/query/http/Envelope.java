package io.spoor.query.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.query.json.JsonOutput;
import java.io.IOException;
import java.util.List;

/**
 * The object that every answer comes in (contract: query.md §2). All five keys are always there, in
 * this order.
 */
final class Envelope {

  private Envelope() {}

  /**
   * An item of {@code errors}.
   *
   * @param code left out if 0
   * @param traceId left out if empty
   */
  record Problem(int code, String message, String traceId) {}

  static byte[] data(boolean pretty, int total, List<Problem> problems, JsonOutput.Document data) {
    return JsonOutput.write(
        pretty,
        json -> {
          json.writeStartObject();
          json.writeFieldName("data");
          data.writeTo(json);
          end(json, total, problems);
        });
  }

  static byte[] failure(boolean pretty, Problem problem) {
    return JsonOutput.write(
        pretty,
        json -> {
          json.writeStartObject();
          json.writeNullField("data");
          end(json, 0, List.of(problem));
        });
  }

  private static void end(JsonGenerator json, int total, List<Problem> problems)
      throws IOException {
    json.writeNumberField("total", total);
    json.writeNumberField("limit", 0);
    json.writeNumberField("offset", 0);
    if (problems.isEmpty()) {
      json.writeNullField("errors");
    } else {
      json.writeArrayFieldStart("errors");
      for (Problem problem : problems) {
        json.writeStartObject();
        if (problem.code() != 0) {
          json.writeNumberField("code", problem.code());
        }
        json.writeStringField("msg", problem.message());
        if (!problem.traceId().isEmpty()) {
          json.writeStringField("traceID", problem.traceId());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
