package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.spoor.app.endtoend.SpoorProcess.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jaeger's own client for Node.js, which sends binary Thrift over UDP and asks for its sampling.
 */
@Timeout(600)
final class NodeClientTest {
  private static final Path SOURCES = Path.of("src/test/node");

  @TempDir Path directory;

  @Test
  void sendsWhatItIsToldToSample() throws Exception {
    Path strategies =
        Files.writeString(
            directory.resolve("strategies.json"),
            """
            {"service_strategies": [
              {"service": "node-client", "type": "probabilistic", "param": 1}
            ]}""");
    install();
    try (SpoorProcess spoor =
        SpoorProcess.start(directory, "--sampling.strategies-file=" + strategies)) {
      List<String> output =
          run(
              "node",
              "send-spans.js",
              "127.0.0.1",
              Integer.toString(spoor.port(Port.UDP_BINARY)),
              Integer.toString(spoor.port(Port.SAMPLING)));
      JsonNode trace = spoor.awaitTrace(output.get(output.size() - 1), 2);
      assertEquals("node-client", trace.at("/processes/p1/serviceName").textValue());
      JsonNode root = span(trace, "root");
      assertEquals("probabilistic", tag(root, "sampler.type").textValue());
      assertEquals(200, tag(root, "http.status_code").intValue());
      assertEquals("Grüße, 世界 🌍", tag(root, "text").textValue());
      assertEquals("looked up", root.at("/logs/0/fields/0/value").textValue());
      assertEquals(
          root.get("spanID").textValue(),
          span(trace, "child").at("/references/0/spanID").textValue());
    }
  }

  private void install() throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    run("npm", "ci", "--prefer-offline");
  }

  private List<String> run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", "");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + Files.readString(output));
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(output));
    assertEquals(0, process.exitValue(), String.join("\n", lines));
    return lines;
  }

  private static JsonNode span(JsonNode trace, String operation) {
    return find(trace.get("spans"), "operationName", operation);
  }

  private static JsonNode tag(JsonNode span, String key) {
    return find(span.get("tags"), "key", key).get("value");
  }

  private static JsonNode find(JsonNode list, String member, String value) {
    for (JsonNode each : list) {
      if (each.get(member).textValue().equals(value)) {
        return each;
      }
    }
    throw new AssertionError("no " + value + " in " + list);
  }
}
