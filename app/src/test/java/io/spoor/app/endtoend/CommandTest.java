package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.spoor.app.endtoend.SpoorProcess.Ended;
import io.spoor.app.endtoend.SpoorProcess.Port;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user starts it, beside one that is running. */
final class CommandTest {
  @TempDir static Path directory;
  private static SpoorProcess running;

  @BeforeAll
  static void start() throws Exception {
    running = SpoorProcess.start(Files.createDirectory(directory.resolve("running")));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    running.close();
  }

  @Test
  void statusPrintsTheHealthOfARunningProcess() throws Exception {
    Ended status = run("status", "--status.http.host-port=:" + running.port(Port.ADMIN));
    assertEquals(0, status.code());
    assertTrue(status.output().startsWith("{\"status\":\"Server available\""), status.output());
  }

  @Test
  void statusFailsWhereNothingAnswers() throws Exception {
    Ended status = run("status", "--status.http.host-port=127.0.0.1:1");
    assertEquals(1, status.code());
    assertEquals(
        "spoor status: nothing answers at http://127.0.0.1:1/ (--status.http.host-port)",
        status.output().strip());
  }

  @Test
  void takenPortIsOneLineThatNamesTheFlag() throws Exception {
    for (Port taken : List.of(Port.ADMIN, Port.OTLP_GRPC, Port.QUERY)) {
      List<String> flags = new ArrayList<>(List.of("--span-storage.type=memory"));
      for (Port port : Port.values()) {
        flags.add("--" + port.flag() + "=127.0.0.1:" + (port == taken ? running.port(taken) : 0));
      }
      Ended second = run("all-in-one", flags.toArray(String[]::new));
      assertEquals(1, second.code(), second.output());
      List<String> plain = second.output().lines().filter(line -> !line.startsWith("{")).toList();
      assertEquals(1, plain.size(), second.output());
      assertTrue(
          plain
              .get(0)
              .startsWith(
                  "spoor all-in-one: cannot listen on 127.0.0.1:"
                      + running.port(taken)
                      + " (--"
                      + taken.flag()
                      + "): "),
          second.output());
      assertFalse(second.output().contains("\"stacktrace\""), second.output());
    }
  }

  @Test
  void adminPortTellsVersionAndMetricsUnderJaegersNames() {
    JsonNode version = running.get(Port.ADMIN, "/version");
    assertEquals("v1.53.0", version.get("gitVersion").asText());
    running.get(Port.QUERY, "/api/services");
    String metrics =
        running.send(HttpRequest.newBuilder(running.uri(Port.ADMIN, "/metrics")).build()).body();
    assertTrue(
        running.metric("jaeger_query_requests_total{operation=\"get_services\",result=\"ok\"}")
            >= 1);
    for (String start :
        List.of(
            "jaeger_query_requests_total{operation=\"find_traces\",result=\"err\"} 0.0",
            "jaeger_query_latency_bucket{operation=\"get_services\",result=\"ok\",le=\"0.025\"}",
            "jaeger_query_latency_count{operation=\"get_trace\",result=\"ok\"} 0",
            "jaeger_build_info{",
            "spoor_journal_fsync_bucket{le=\"0.025\"}",
            "spoor_embedded_search_bucket{le=\"0.025\"}")) {
      assertTrue(metrics.contains("\n" + start), start + " is not in\n" + metrics);
    }
    String host = metrics.split("jaeger_collector_save_latency_bucket\\{host=\"", 2)[1];
    assertTrue(host.contains("\",le=\"0.025\"}"), host);
    assertFalse(metrics.contains("_seconds_bucket"), metrics);
  }

  private static Ended run(String role, String... flags) throws Exception {
    return SpoorProcess.run(directory, role, flags);
  }
}
