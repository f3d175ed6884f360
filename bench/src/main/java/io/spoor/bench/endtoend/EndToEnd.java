package io.spoor.bench.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The whole measurement: starts, writes, searches. See bench/README.md. */
public final class EndToEnd {
  private final Arguments arguments;
  private final Load load;
  private final Path acked;
  private final List<String> traceIds = new ArrayList<>();

  /** One measured run, everything a span. */
  private record Run(CpuTimes.Reading cpu, Load.Report report, long accepted) {
    double perSpan(double micros) {
      return micros / accepted;
    }
  }

  private EndToEnd(Arguments arguments) throws IOException {
    this.arguments = arguments;
    this.load = new Load(arguments.home());
    this.acked = Files.createTempFile("spoor-bench-acked-", ".txt");
  }

  /** The first argument is the checkout; those that follow are the user's. */
  public static void main(String... arguments) throws IOException, InterruptedException {
    Arguments parsed;
    try {
      parsed =
          Arguments.parse(
              Path.of(arguments[0]),
              List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      System.err.println("bench/endtoend: " + e.getMessage());
      System.exit(1);
      return;
    }
    new EndToEnd(parsed).run();
  }

  private void run() throws IOException, InterruptedException {
    System.out.printf(
        "JDK %s, %d processors, load %s%n",
        System.getProperty("java.runtime.version"),
        Runtime.getRuntime().availableProcessors(),
        Files.readString(Path.of("/proc/loadavg")).strip());
    try {
      starts();
      for (String store : arguments.stores()) {
        store(store);
      }
    } finally {
      Files.delete(acked);
    }
  }

  private void starts() throws IOException, InterruptedException {
    if (arguments.starts() == 0) {
      return;
    }
    Path plainArchive = Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa");
    Map<String, String> without =
        Map.of("SPOOR_JAVA_OPTS", "-XX:SharedArchiveFile=" + plainArchive);
    List<Double> withArchive = new ArrayList<>();
    List<Double> withoutArchive = new ArrayList<>();
    // One more, for the page cache.
    for (int i = 0; i <= arguments.starts(); i++) {
      double first = startSeconds(Map.of());
      double second = startSeconds(without);
      if (i > 0) {
        withArchive.add(first);
        withoutArchive.add(second);
      }
    }
    System.out.printf(
        "%nStart to ready, s: %.2f (+-%.2f) with the class data archive, %.2f (+-%.2f) without%n",
        Medians.median(withArchive),
        Medians.spread(withArchive),
        Medians.median(withoutArchive),
        Medians.spread(withoutArchive));
  }

  private double startSeconds(Map<String, String> environment)
      throws IOException, InterruptedException {
    try (Server server = Server.start(arguments.home(), "embedded", environment)) {
      return server.startTime().toNanos() / 1e9;
    }
  }

  private void store(String store) throws IOException, InterruptedException {
    traceIds.clear();
    try (Server server = Server.start(arguments.home(), store, Map.of());
        CpuTimes cpu = new CpuTimes(server.pid())) {
      try {
        store(store, server, cpu);
      } catch (IOException e) {
        System.err.println("the server's log ends with:\n" + server.log());
        throw e;
      }
    }
  }

  private void store(String store, Server server, CpuTimes cpu)
      throws IOException, InterruptedException {
    long firstMicros = System.currentTimeMillis() * 1000;
    long stored = 0;
    Map<String, List<Run>> runs = new HashMap<>();
    for (int round = -arguments.warmUps(); round < arguments.repetitions(); round++) {
      for (String protocol : arguments.protocols()) {
        Run run = measure(server, cpu, protocol, arguments.rate(), arguments.count());
        stored += run.accepted();
        if (round >= 0) {
          runs.computeIfAbsent(protocol, key -> new ArrayList<>()).add(run);
        }
      }
    }
    System.out.printf(
        "%n%s, server CPU us a span (medians of %d)%n", store, arguments.repetitions());
    print(runs);
    if (store.equals("embedded")) {
      stored += topUp(server, cpu, stored);
      System.out.printf(
          "%,d spans stored, %.1f bytes a span on disk%n",
          stored, server.settledBytes() / (double) stored);
    }
    System.out.printf(
        "RssAnon: %d MiB, at most %d MiB; CPU in all %.1f s%n",
        cpu.residentBytes() >> 20, cpu.peakBytes() >> 20, cpu.read().total() / 1e6);
    if (store.equals("embedded") && arguments.searchSpans() > 0) {
      long lastMicros = System.currentTimeMillis() * 1000;
      System.out.printf("%nSearch over %,d spans, ms%n", stored);
      System.out.printf("%-38s %8s %8s %8s %10s%n", "", "p50", "p95", "max", "bytes");
      new Searches(server, traceIds, arguments.searches(), firstMicros, lastMicros)
          .run()
          .forEach(
              (kind, result) ->
                  System.out.printf(
                      "%-38s %8.1f %8.1f %8.1f %10.0f%n",
                      kind, result.p50(), result.p95(), result.max(), result.bytes()));
    }
  }

  private Run measure(Server server, CpuTimes cpu, String protocol, int rate, int spans)
      throws IOException, InterruptedException {
    long accepted = server.acceptedSpans();
    CpuTimes.Reading before = cpu.read();
    Load.Report report = load.send(server, protocol, spans, rate, acked);
    server.awaitDrained();
    traceIds.addAll(Files.readAllLines(acked));
    return new Run(cpu.read().since(before), report, server.acceptedSpans() - accepted);
  }

  private long topUp(Server server, CpuTimes cpu, long stored)
      throws IOException, InterruptedException {
    long missing = arguments.searchSpans() - stored;
    return missing <= 0
        ? 0
        : measure(server, cpu, arguments.protocols().get(0), arguments.rate(), (int) missing)
            .accepted();
  }

  private void print(Map<String, List<Run>> runs) {
    TreeSet<String> groups = new TreeSet<>();
    runs.values().forEach(all -> all.forEach(run -> groups.addAll(run.cpu().groups().keySet())));
    System.out.printf("%-12s %7s %7s %7s", "", "CPU", "+-", "-jit");
    groups.forEach(group -> System.out.printf(" %11s", group));
    System.out.printf(" %7s %8s %8s%n", "B/span", "p50 ms", "p99 ms");
    for (String protocol : arguments.protocols()) {
      List<Run> all = runs.get(protocol);
      List<Double> totals = all.stream().map(run -> run.perSpan(run.cpu().total())).toList();
      System.out.printf(
          "%-12s %7.2f %7.2f %7.2f",
          protocol,
          Medians.median(totals),
          Medians.spread(totals),
          Medians.median(
              all.stream()
                  .map(run -> run.perSpan(run.cpu().total() - group(run, "jit")))
                  .toList()));
      for (String group : groups) {
        System.out.printf(
            " %11.2f",
            Medians.median(all.stream().map(run -> run.perSpan(group(run, group))).toList()));
      }
      System.out.printf(
          " %7d %8.2f %8.2f%n",
          all.get(0).report().wireBytes(),
          Medians.median(all.stream().map(run -> run.report().p50Millis()).toList()),
          Medians.median(all.stream().map(run -> run.report().p99Millis()).toList()));
    }
  }

  private static double group(Run run, String group) {
    return run.cpu().groups().getOrDefault(group, 0.0);
  }
}
