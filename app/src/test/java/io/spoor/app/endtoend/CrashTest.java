package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.spoor.app.endtoend.SpoorProcess.Port;
import io.spoor.app.tracegen.ExpectedTraces;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after the process was killed, every span of it once. */
final class CrashTest {
  private static final int SEED = 4711;
  private static final int MAX_TRACES = 10_000;

  @TempDir Path directory;

  @Test
  void findsEveryAcknowledgedTraceAfterKill9UnderLoad() throws Exception {
    Path acked = directory.resolve("acked");
    try (SpoorProcess spoor = SpoorProcess.start(directory)) {
      Process load = tracegen(spoor, acked, "--rate=5000", "--duration=6s");
      spoor.await("spans to arrive", () -> accepted(spoor) > 8_000);
      spoor.kill();
      assertTrue(load.waitFor(60, TimeUnit.SECONDS), "tracegen did not end");
      spoor.restart();

      List<String> ids = Files.readAllLines(acked);
      assertTrue(ids.size() > 200, () -> "only " + ids.size() + " traces were acknowledged");
      Map<String, Set<String>> expected = ExpectedTraces.of(SEED, MAX_TRACES);
      spoor.await("the journal to be stored", () -> spoor.metric("spoor_journal_records") == 0);
      for (String id : ids) {
        assertEquals(expected.get(id), spanIds(spoor, id), id);
      }
    }
  }

  @Test
  void drainsAndExitsWith0OnSigterm() throws Exception {
    Path acked = directory.resolve("acked");
    try (SpoorProcess spoor = SpoorProcess.start(directory)) {
      Process load = tracegen(spoor, acked, "--rate=2000", "--traces=200");
      assertTrue(load.waitFor(60, TimeUnit.SECONDS), "tracegen did not end");
      assertEquals(0, spoor.terminate(), spoor::log);
      assertTrue(spoor.log().contains("Shutdown complete"), spoor::log);
      spoor.restart();
      assertEquals(
          0, spoor.metric("spoor_journal_replayed_total"), "something was left in the journal");
      List<String> ids = Files.readAllLines(acked);
      assertEquals(200, ids.size());
      Map<String, Set<String>> expected = ExpectedTraces.of(SEED, 200);
      for (String id : ids) {
        assertEquals(expected.get(id), spanIds(spoor, id), id);
      }
    }
  }

  private static double accepted(SpoorProcess spoor) {
    return spoor.metric("spoor_receiver_spans_accepted_total{receiver=\"otlp-grpc\"}");
  }

  private Process tracegen(SpoorProcess spoor, Path acked, String... flags) throws Exception {
    List<String> command = new ArrayList<>(SpoorProcess.command("tracegen"));
    command.add("--protocol=otlp-grpc");
    command.add("--endpoint=127.0.0.1:" + spoor.port(Port.OTLP_GRPC));
    command.add("--seed=" + SEED);
    command.add("--batch-spans=20");
    command.add("--acked-file=" + acked);
    command.addAll(List.of(flags));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("tracegen.log").toFile())
        .start();
  }

  /** The ids of the trace's spans; fails if one is there twice. */
  private static Set<String> spanIds(SpoorProcess spoor, String traceId) {
    HttpResponse<String> response =
        spoor.send(HttpRequest.newBuilder(spoor.uri(Port.QUERY, "/api/traces/" + traceId)).build());
    assertEquals(200, response.statusCode(), () -> traceId + " is lost: " + response.body());
    Set<String> ids = new HashSet<>();
    for (JsonNode span : spoor.get(Port.QUERY, "/api/traces/" + traceId).at("/data/0/spans")) {
      assertTrue(ids.add(span.get("spanID").asText()), () -> "a span twice in " + traceId);
    }
    return ids;
  }
}
