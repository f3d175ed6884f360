package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.endtoend.SpoorProcess.Port;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Filters from the flags to the store. */
@Timeout(300)
final class FilterTest {
  @TempDir Path directory;

  @Test
  void dropsWhatTheFileNamesAndKeepsItsRulesWhenTheFileGoesBad() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("filter.json"),
            "{\"rules\":[{\"name\":\"no carts\",\"action\":\"drop\",\"service\":\"cart\"}]}");
    try (SpoorProcess spoor =
        SpoorProcess.start(directory, "--filter.file=" + file, "--filter.reload-interval=100ms")) {
      send(spoor, 1);
      spoor.await("the journal to be stored", () -> spoor.metric("spoor_journal_records") == 0);
      String services = spoor.get(Port.QUERY, "/api/services").toString();
      assertTrue(services.contains("\"catalog\"") && !services.contains("\"cart\""), services);
      assertTrue(spoor.metric("spoor_filter_spans_total{action=\"drop\",rule=\"no carts\"}") > 0);

      Files.writeString(file, "{\"rules\": 3}");
      spoor.await("the bad file", () -> spoor.metric("spoor_filter_file_good") == 0);
      send(spoor, 2);
      spoor.await("the journal to be stored", () -> spoor.metric("spoor_journal_records") == 0);
      assertTrue(!spoor.get(Port.QUERY, "/api/services").toString().contains("\"cart\""));
      assertTrue(spoor.log().contains("rules: want a list"), spoor::log);
    }
  }

  @Test
  void storesNothingAtARatioOfZero() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.start(directory, "--downsampling.ratio=0")) {
      send(spoor, 1);
      spoor.await("the journal to be stored", () -> spoor.metric("spoor_journal_records") == 0);
      assertTrue(spoor.metric("jaeger_downsampling_writer_spans_dropped_total") > 0);
      assertEquals(0, spoor.get(Port.QUERY, "/api/services").get("total").intValue());
    }
  }

  private void send(SpoorProcess spoor, int seed) throws Exception {
    List<String> command = new ArrayList<>(SpoorProcess.command("tracegen"));
    command.add("--endpoint=127.0.0.1:" + spoor.port(Port.OTLP_GRPC));
    command.add("--seed=" + seed);
    command.add("--traces=30");
    Path log = directory.resolve("tracegen.log");
    Process load =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertTrue(load.waitFor(60, TimeUnit.SECONDS), "tracegen did not end");
    assertEquals(0, load.exitValue(), Files.readString(log));
  }
}
