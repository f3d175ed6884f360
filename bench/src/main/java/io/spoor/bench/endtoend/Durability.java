package io.spoor.bench.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What it costs that an acknowledged span is on disk: two servers, one with its journal on disk and
 * one in memory, before a store that forgets; they are measured in turns. See bench/README.md.
 */
public final class Durability {
  private static final String STORE = "blackhole";

  private enum Mode {
    MEMORY,
    DISK;

    String flag() {
      return "--journal.mode=" + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private record Run(double cpu, double withoutJit, double p50, double p99) {}

  private Durability() {}

  /** The arguments are those of {@link EndToEnd}; stores and searches mean nothing here. */
  public static void main(String... arguments) throws IOException, InterruptedException {
    Arguments parsed;
    try {
      parsed =
          Arguments.parse(
              Path.of(arguments[0]),
              List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      System.err.println("bench/durability: " + e.getMessage());
      System.exit(1);
      return;
    }
    System.out.printf(
        "JDK %s, %d processors, load %s%n",
        System.getProperty("java.runtime.version"),
        Runtime.getRuntime().availableProcessors(),
        Files.readString(Path.of("/proc/loadavg")).strip());
    run(parsed);
  }

  private static void run(Arguments arguments) throws IOException, InterruptedException {
    Path acked = Files.createTempFile("spoor-bench-acked-", ".txt");
    try (Server memory =
            Server.start(arguments.home(), STORE, Map.of(), Mode.MEMORY.flag());
        Server disk = Server.start(arguments.home(), STORE, Map.of(), Mode.DISK.flag());
        CpuTimes memoryCpu = new CpuTimes(memory.pid());
        CpuTimes diskCpu = new CpuTimes(disk.pid())) {
      Load load = new Load(arguments.home());
      for (String protocol : arguments.protocols()) {
        Map<Mode, List<Run>> runs = new EnumMap<>(Mode.class);
        for (int round = -arguments.warmUps(); round < arguments.repetitions(); round++) {
          for (Mode mode : Mode.values()) {
            boolean onDisk = mode == Mode.DISK;
            Run run =
                measure(
                    onDisk ? disk : memory,
                    onDisk ? diskCpu : memoryCpu,
                    load,
                    protocol,
                    arguments,
                    acked);
            if (round >= 0) {
              runs.computeIfAbsent(mode, key -> new ArrayList<>()).add(run);
            }
          }
        }
        print(protocol, runs);
      }
    } finally {
      Files.delete(acked);
    }
  }

  private static Run measure(
      Server server, CpuTimes cpu, Load load, String protocol, Arguments arguments, Path acked)
      throws IOException, InterruptedException {
    long accepted = server.acceptedSpans();
    CpuTimes.Reading before = cpu.read();
    Load.Report report = load.send(server, protocol, arguments.count(), arguments.rate(), acked);
    server.awaitDrained();
    CpuTimes.Reading taken = cpu.read().since(before);
    double spans = server.acceptedSpans() - accepted;
    double jit = taken.groups().getOrDefault("jit", 0.0);
    return new Run(
        taken.total() / spans,
        (taken.total() - jit) / spans,
        report.p50Millis(),
        report.p99Millis());
  }

  private static void print(String protocol, Map<Mode, List<Run>> runs) {
    System.out.printf(
        "%n%-12s %10s %8s %10s %10s %10s%n", protocol, "us a span", "+-", "-jit", "p50 ms", "p99 ms");
    double[][] medians = new double[2][];
    for (Mode mode : Mode.values()) {
      List<Run> all = runs.get(mode);
      double[] row = {
        Medians.median(all.stream().map(Run::cpu).toList()),
        Medians.spread(all.stream().map(Run::cpu).toList()),
        Medians.median(all.stream().map(Run::withoutJit).toList()),
        Medians.median(all.stream().map(Run::p50).toList()),
        Medians.median(all.stream().map(Run::p99).toList())
      };
      medians[mode.ordinal()] = row;
      System.out.printf(
          "%-12s %10.2f %8.2f %10.2f %10.2f %10.2f%n",
          mode.flag().substring(15), row[0], row[1], row[2], row[3], row[4]);
    }
    double[] memory = medians[0];
    double[] disk = medians[1];
    System.out.printf(
        "%-12s %10.2f %8s %10.2f %10.2f %10.2f%n",
        "disk/memory", disk[0] / memory[0], "", disk[2] / memory[2], disk[3] / memory[3], disk[4] / memory[4]);
  }
}
