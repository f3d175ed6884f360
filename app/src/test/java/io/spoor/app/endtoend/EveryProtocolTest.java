package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.spoor.app.endtoend.SpoorProcess.Port;
import io.spoor.app.traffic.ExpectedTraces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code spoor tracegen} sends over each protocol is found again, every span of it. */
@Timeout(180)
final class EveryProtocolTest {
  private static final int TRACES = 30;

  @TempDir static Path directory;
  private static SpoorProcess spoor;

  @BeforeAll
  static void start() {
    spoor = SpoorProcess.start(directory);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    spoor.close();
  }

  @ParameterizedTest
  @CsvSource({
    "grpc, JAEGER_GRPC, 1",
    "otlp-grpc, OTLP_GRPC, 2",
    "otlp-http, OTLP_HTTP, 3",
    "thrift-http, THRIFT_HTTP, 4",
    "tchannel, TCHANNEL, 5",
    "udp-compact, UDP_COMPACT, 6",
    "udp-compact, UDP_ZIPKIN, 7",
    "udp-binary, UDP_BINARY, 8",
    "zipkin-json, ZIPKIN, 9",
    "zipkin-proto, ZIPKIN, 10",
  })
  void findsEverySpanThatWasSent(String protocol, Port port, int seed) throws Exception {
    List<String> command = new ArrayList<>(SpoorProcess.command("tracegen"));
    command.add("--protocol=" + protocol);
    command.add("--endpoint=127.0.0.1:" + spoor.port(port));
    command.add("--seed=" + seed);
    command.add("--traces=" + TRACES);
    Path log = directory.resolve("tracegen-" + seed + ".log");
    Process load =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertEquals(true, load.waitFor(60, TimeUnit.SECONDS), "tracegen did not end");
    assertEquals(0, load.exitValue(), Files.readString(log));

    Map<String, Set<String>> expected = ExpectedTraces.of(seed, TRACES);
    for (Map.Entry<String, Set<String>> trace : expected.entrySet()) {
      JsonNode found = spoor.awaitTrace(trace.getKey(), trace.getValue().size());
      Set<String> ids = new HashSet<>();
      found.get("spans").forEach(span -> ids.add(span.get("spanID").textValue()));
      assertEquals(trace.getValue(), ids);
    }
  }
}
