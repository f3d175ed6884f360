package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.spoor.app.endtoend.SpoorProcess.Port;
import io.spoor.app.traffic.ExpectedTraces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A tracegen process that notes what was acknowledged, and the check that all of it is found. */
final class AcknowledgedLoad implements AutoCloseable {
  private static final int TRACES_A_REQUEST = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final Path acked;
  private final int seed;

  private AcknowledgedLoad(Process process, Path acked, int seed) {
    this.process = process;
    this.acked = acked;
    this.seed = seed;
  }

  /**
   * Starts to send OTLP to a collector.
   *
   * @param seed of its own for each load that one store sees: it makes the ids
   */
  static AcknowledgedLoad start(Path directory, SpoorProcess collector, int seed, String... flags)
      throws IOException {
    Path acked = directory.resolve("acked-" + seed);
    List<String> command = SpoorProcess.command("tracegen");
    command.add("--protocol=otlp-grpc");
    command.add("--endpoint=127.0.0.1:" + collector.port(Port.OTLP_GRPC));
    command.add("--seed=" + seed);
    command.add("--batch-spans=20");
    command.add("--acked-file=" + acked);
    command.addAll(List.of(flags));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("tracegen-" + seed + ".log").toFile())
            .start();
    return new AcknowledgedLoad(process, acked, seed);
  }

  /** Lets it answer for what it has sent, and no more. */
  void stop() throws InterruptedException {
    process.destroy();
    awaitEnd();
  }

  void awaitEnd() throws InterruptedException {
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "tracegen did not end");
  }

  /** Ids of the traces whose every span was acknowledged. */
  List<String> traces() throws IOException {
    return Files.readAllLines(acked);
  }

  /**
   * What the API shows of what was acknowledged.
   *
   * @param spans acknowledged
   * @param lost of them not shown
   * @param twice of them shown more often than once
   * @param examples of both, a line each
   */
  record Shown(int traces, long spans, long lost, long twice, List<String> examples) {}

  /**
   * Every span of them is shown, each once. It is asked again for a while: acknowledged means safe,
   * and a moment passes before what is safe is stored and can be searched.
   */
  void assertFoundBy(SpoorProcess query) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Shown shown = shownBy(query);
    while (shown.lost() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(200);
      shown = shownBy(query);
    }
    int traces = shown.traces();
    List<String> examples = shown.examples();
    assertTrue(traces > 20, () -> "only " + traces + " traces were acknowledged");
    assertEquals(List.of(), examples, () -> "of seed " + seed);
  }

  /** Looks for every span of them. */
  Shown shownBy(SpoorProcess query) throws IOException {
    List<String> ids = traces();
    // Some in between may not have been acknowledged.
    int sent = 2 * ids.size() + 2000;
    Map<String, Set<String>> expected = ExpectedTraces.of(seed, sent);
    while (!expected.keySet().containsAll(ids)) {
      sent *= 2;
      expected = ExpectedTraces.of(seed, sent);
    }
    long spans = 0;
    long lost = 0;
    long twice = 0;
    List<String> examples = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += TRACES_A_REQUEST) {
      List<String> some = ids.subList(i, Math.min(ids.size(), i + TRACES_A_REQUEST));
      Map<String, List<String>> found = spansOf(query, some);
      for (String id : some) {
        List<String> all = found.getOrDefault(id, List.of());
        Set<String> different = new HashSet<>(all);
        Set<String> missing = new HashSet<>(expected.get(id));
        missing.removeAll(different);
        spans += expected.get(id).size();
        lost += missing.size();
        twice += all.size() - different.size();
        if (!missing.isEmpty() || all.size() != different.size()) {
          examples.add(
              "trace %s: %d of %d spans shown, lost %s"
                  .formatted(id, all.size(), expected.get(id).size(), missing));
        }
      }
    }
    return new Shown(ids.size(), spans, lost, twice, examples);
  }

  /** Ids of the spans of each trace, as often as they are shown. */
  private static Map<String, List<String>> spansOf(SpoorProcess query, List<String> traces) {
    String path = "/api/traces?traceID=" + String.join("&traceID=", traces);
    Map<String, List<String>> found = new HashMap<>();
    for (JsonNode trace : query.get(Port.QUERY, path).get("data")) {
      List<String> spans =
          found.computeIfAbsent(trace.get("traceID").asText(), id -> new ArrayList<>());
      trace.get("spans").forEach(span -> spans.add(span.get("spanID").asText()));
    }
    return found;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
