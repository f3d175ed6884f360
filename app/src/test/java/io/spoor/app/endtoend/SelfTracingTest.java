package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.spoor.app.endtoend.SpoorProcess.Port;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One Spoor keeps the traces of another, and of itself without end. */
final class SelfTracingTest {
  private static final String TRACE = "ffeeddccbbaa99887766554433221100";

  @TempDir Path directory;

  @Test
  void requestsOfQueryAndWritesBecomeTracesInAnotherSpoor() throws Exception {
    Path home = Files.createDirectory(directory.resolve("traced"));
    try (SpoorProcess keeper = SpoorProcess.start(directory);
        SpoorProcess traced =
            SpoorProcess.start(
                home,
                "--query.enable-tracing",
                "--self-tracing.endpoint=http://127.0.0.1:" + keeper.port(Port.OTLP_HTTP));
        AcknowledgedLoad load = AcknowledgedLoad.start(directory, traced, 1, "--traces=50")) {
      load.awaitEnd();
      HttpResponse<String> answer =
          traced.send(
              HttpRequest.newBuilder(traced.uri(Port.QUERY, "/api/services?x=y"))
                  .header("traceparent", "00-" + TRACE + "-8899aabbccddeeff-01")
                  .build());

      String response = answer.headers().firstValue("traceresponse").orElse("");
      assertTrue(response.matches("00-" + TRACE + "-[0-9a-f]{16}-01"), response);
      JsonNode span = keeper.awaitTrace(TRACE, 1).at("/spans/0");
      assertEquals("GET", span.get("operationName").asText());
      assertEquals("8899aabbccddeeff", span.at("/references/0/spanID").asText());
      assertEquals(response.substring(36, 52), span.get("spanID").asText());
      keeper.await(
          "a write",
          () ->
              keeper
                      .get(Port.QUERY, "/api/traces?service=spoor-all-in-one&operation=write")
                      .get("data")
                      .size()
                  > 0);
    }
  }

  @Test
  void spansOfItselfMakeNoMoreOfThem() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (SpoorProcess spoor =
        SpoorProcess.start(
            directory,
            "--self-tracing.enabled",
            "--collector.otlp.http.host-port=127.0.0.1:" + port,
            "--self-tracing.endpoint=http://127.0.0.1:" + port)) {
      spoor.get(Port.QUERY, "/api/services");
      spoor.await("a span of the request", () -> sent(spoor) == 1);
      spoor.await(
          "it to be stored", () -> spoor.get(Port.QUERY, "/api/services").get("data").size() == 1);
      double settled = sent(spoor);
      // Each round of questions is answered by one span each, and no write adds another.
      for (int i = 0; i < 5; i++) {
        spoor.get(Port.QUERY, "/api/services");
      }
      spoor.await("their spans", () -> sent(spoor) >= settled + 5);
      JsonNode writes =
          spoor.get(Port.QUERY, "/api/traces?service=spoor-all-in-one&operation=write");
      assertEquals(0, writes.get("data").size());
    }
  }

  private static double sent(SpoorProcess spoor) {
    return spoor.metric("spoor_self_tracing_spans_total{outcome=\"sent\"}");
  }
}
