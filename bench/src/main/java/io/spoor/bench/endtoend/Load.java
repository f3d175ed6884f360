package io.spoor.bench.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs tracegen against a server. Every run sends traces that no other run has sent. */
final class Load {
  /** Traces have 4 to 24 spans. */
  private static final int SPANS_PER_TRACE = 14;

  private static final int PATIENCE_SECONDS = 30;

  private static final Pattern SENT_BYTES = Pattern.compile("bytes \\(([0-9]+) a span\\)");
  private static final Pattern LATENCY =
      Pattern.compile("p50 ([0-9.]+) ms, p90 ([0-9.]+) ms, p99 ([0-9.]+) ms");
  private static final Pattern LOST =
      Pattern.compile("(?m)^(?:refused|unanswered) +([0-9,]+) spans");

  private final Path home;
  private int seed;

  /**
   * What became of a run.
   *
   * @param wireBytes a span
   * @param p50Millis 0 where nobody answers
   */
  record Report(int wireBytes, double p50Millis, double p99Millis) {}

  Load(Path home) {
    this.home = home;
  }

  Report send(Server server, String protocol, int spans, int rate, Path ackedFile)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-jar");
    command.add(home.resolve("app/target/spoor.jar").toString());
    command.add("tracegen");
    command.add("--protocol=" + protocol);
    command.add("--endpoint=" + server.address(Server.Port.of(protocol)));
    command.add("--rate=" + rate);
    command.add("--traces=" + Math.max(1, spans / SPANS_PER_TRACE));
    command.add("--seed=" + ++seed);
    command.add("--acked-file=" + ackedFile);
    Path output = Files.createTempFile("spoor-bench-tracegen-", ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int seconds = PATIENCE_SECONDS + (rate == 0 ? spans / 1000 : spans / rate);
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    String text = Files.readString(output, UTF_8);
    Files.delete(output);
    Matcher lost = LOST.matcher(text);
    while (lost.find()) {
      if (number(lost.group(1)) > 0) {
        throw new IOException("tracegen lost spans:\n" + text);
      }
    }
    Matcher latency = LATENCY.matcher(text);
    boolean isAnswered = latency.find();
    return new Report(
        (int) number(find(SENT_BYTES, text).group(1)),
        isAnswered ? Double.parseDouble(latency.group(1)) : 0,
        isAnswered ? Double.parseDouble(latency.group(3)) : 0);
  }

  private static Matcher find(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("tracegen said:\n" + text);
    }
    return matcher;
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }
}
