package io.spoor.bench.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A store that is offered several times what it bears, for minutes: memory, refusals, what is
 * stored meanwhile beside what it stores of an offer that it can nearly bear, and whether what was
 * acknowledged is there.
 */
public final class Overload {
  private static final String HELP =
      """
      Usage: bench/overload [--name=value ...]
        --store=NAME      elasticsearch (ES_SERVER_URLS names it; indices spoorbench-overload-* stay) or embedded
        --minutes=N       of overload (10)
        --factor=N        times what the store bears (3)
        --journal=SIZE    --journal.max-bytes: it is full most of the time (256MiB)
        --fill=N          spans a second while it fills for the first time (20000)
        --rounds=N        comparisons, of two minutes each, of that with 1.2 times what the store bears (3)
      SPOOR_JAVA_OPTS in the environment reaches the server.
      """;
  private static final String STORED = "jaeger_collector_spans_saved_by_svc_total{";
  private static final String ACCEPTED = "spoor_receiver_spans_accepted_total{";
  private static final String REFUSED =
      "spoor_receiver_requests_total{outcome=\"overloaded\",receiver=\"otlp-grpc\"}";
  private static final long SECOND = 1_000_000_000L;
  private static final int TURN_SECONDS = 60;

  private final Path home;
  private final Server server;

  private Overload(Path home, Server server) {
    this.home = home;
    this.server = server;
  }

  public static void main(String... arguments) throws Exception {
    Map<String, String> given = new LinkedHashMap<>();
    for (String argument : arguments) {
      if (argument.equals("--help")) {
        System.out.print(HELP);
        return;
      }
      if (argument.startsWith("--") && argument.contains("=")) {
        given.put(argument.substring(2).replaceFirst("=.*", ""), argument.replaceFirst(".*?=", ""));
      }
    }
    Path home = Path.of(arguments[0]).toAbsolutePath();
    Map<String, String> environment = new TreeMap<>();
    environment.put("JOURNAL_MAX_BYTES", given.getOrDefault("journal", "256MiB"));
    environment.put("ES_INDEX_PREFIX", "spoorbench-overload");
    environment.put("ES_NUM_REPLICAS", "0");
    try (Server server =
        Server.start(home, given.getOrDefault("store", "elasticsearch"), environment)) {
      new Overload(home, server)
          .run(
              Integer.parseInt(given.getOrDefault("minutes", "10")),
              Double.parseDouble(given.getOrDefault("factor", "3")),
              Integer.parseInt(given.getOrDefault("fill", "20000")),
              Integer.parseInt(given.getOrDefault("rounds", "3")));
    }
  }

  private void run(int minutes, double factor, int fill, int rounds) throws Exception {
    Process filling = load(1, fill, 600);
    while (server.sum(REFUSED) == 0 && filling.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    filling.destroy();
    filling.waitFor();
    double bears = drainRate();
    System.out.printf("the store bears            %,.0f spans/s with nothing else to do%n", bears);

    int rate = (int) (bears * factor);
    double acceptedBefore = server.sum(ACCEPTED);
    double refusedBefore = server.sum(REFUSED);
    List<Long> memory = new ArrayList<>();
    double goodput = goodput(2, rate, minutes * 60, memory);
    double refused = server.sum(REFUSED) - refusedBefore;
    double accepted = server.sum(ACCEPTED) - acceptedBefore;
    String told = Files.readString(report());
    System.out.printf("offered                    %,d spans/s for %d min%n", rate, minutes);
    System.out.printf("stored meanwhile           %,.0f spans/s%n", goodput);
    System.out.printf("requests refused           %,.0f (503, UNAVAILABLE)%n", refused);
    memory(memory);

    // In turns, since servers get hot: a little more than the store bears, and times that.
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      int seed = 3 + 2 * round;
      double saturated = goodput(seed, (int) (goodput * 1.2), TURN_SECONDS, new ArrayList<>());
      double overloaded =
          goodput(seed + 1, (int) (goodput * factor), TURN_SECONDS, new ArrayList<>());
      ratios.add(overloaded / saturated);
      System.out.printf(
          "goodput                    %,.0f spans/s stored of 1.2 times that, %,.0f of %.1f times:"
              + " %.2f%n",
          saturated, overloaded, factor, overloaded / saturated);
    }
    ratios.sort(Comparator.naturalOrder());
    if (rounds > 0) {
      System.out.printf("goodput, median ratio      %.2f%n", ratios.get(rounds / 2));
    }
    server.awaitDrained();
    System.out.printf(
        "spans acknowledged         %,.0f under the long overload; %,.0f in all, of them stored"
            + " %,.0f%n",
        accepted, server.sum(ACCEPTED), server.sum(STORED));
    System.out.print(told);
  }

  /**
   * What is stored a second while that much is offered, from the moment on when the journal has
   * something to give all the time.
   */
  private double goodput(int seed, int rate, int seconds, List<Long> memory) throws Exception {
    double refused = server.sum(REFUSED);
    Process loading = load(seed, rate, seconds);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds / 3);
    // Until it is full, all is taken: what comes then is overload.
    while (server.sum(REFUSED) == refused && loading.isAlive() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    double first = server.sum(STORED);
    double last = first;
    long since = System.nanoTime();
    long until = since;
    while (loading.isAlive()) {
      TimeUnit.SECONDS.sleep(1);
      memory.add(anonymousBytes());
      last = server.sum(STORED);
      until = System.nanoTime();
    }
    return (last - first) * SECOND / (until - since);
  }

  /** What is stored a second while the journal runs empty and nothing comes in. */
  private double drainRate() throws Exception {
    double before = server.sum(STORED);
    long since = System.nanoTime();
    double stored = before;
    long until = since;
    while (server.sum("spoor_journal_records") > 200) {
      TimeUnit.MILLISECONDS.sleep(200);
      stored = server.sum(STORED);
      until = System.nanoTime();
    }
    server.awaitDrained();
    return (stored - before) * SECOND / (until - since);
  }

  private static void memory(List<Long> bytes) {
    List<Long> sorted = bytes.stream().sorted(Comparator.naturalOrder()).toList();
    int third = bytes.size() / 3;
    System.out.printf(
        "RssAnon, MiB               min %d, median %d, max %d; mean of the first third %d, of the"
            + " last %d%n",
        sorted.get(0) >> 20,
        sorted.get(sorted.size() / 2) >> 20,
        sorted.get(sorted.size() - 1) >> 20,
        mean(bytes.subList(0, third)) >> 20,
        mean(bytes.subList(bytes.size() - third, bytes.size())) >> 20);
  }

  private static long mean(List<Long> values) {
    return (long) values.stream().mapToLong(Long::longValue).average().orElse(0);
  }

  private long anonymousBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
        .sum();
  }

  private Process load(int seed, int rate, int seconds) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-jar",
            home.resolve("app/target/spoor.jar").toString(),
            "tracegen",
            "--protocol=otlp-grpc",
            "--endpoint=" + server.address(Server.Port.OTLP_GRPC),
            "--rate=" + rate,
            "--in-flight=64",
            "--seed=" + seed,
            "--duration=" + seconds + "s")
        .redirectErrorStream(true)
        .redirectOutput(report().toFile())
        .start();
  }

  private Path report() {
    return Path.of(System.getProperty("java.io.tmpdir"), "spoor-bench-overload-" + server.pid());
  }
}
