package io.spoor.bench.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * CPU time of a process by what its threads are for. A sampler remembers threads that end, such as
 * those of merges; what they did after their last sample is told as {@code other}.
 */
final class CpuTimes implements AutoCloseable {
  private static final long SAMPLE_MILLIS = 50;
  // Of Linux, everywhere: what the kernel shows to user programs is in hundredths of a second.
  private static final double MICROS_PER_TICK = 10_000;

  private final Path proc;
  private final Map<Long, Task> tasks = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile long peakKilobytes;

  private record Task(String group, double micros) {}

  /** Total and parts, in microseconds since the process started. */
  record Reading(double total, Map<String, Double> groups) {
    Reading since(Reading earlier) {
      Map<String, Double> parts = new TreeMap<>();
      groups.forEach(
          (group, micros) -> parts.put(group, micros - earlier.groups.getOrDefault(group, 0.0)));
      double sum = parts.values().stream().mapToDouble(Double::doubleValue).sum();
      double all = total - earlier.total;
      parts.merge("other", all - sum, Double::sum);
      return new Reading(all, parts);
    }
  }

  CpuTimes(long pid) {
    proc = Path.of("/proc", String.valueOf(pid));
    Thread sampler = new Thread(this::run, "sampler");
    sampler.setDaemon(true);
    sampler.start();
  }

  Reading read() {
    sample();
    String[] fields = afterName(text(proc.resolve("stat")).orElseThrow());
    double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
    Map<String, Double> groups = new TreeMap<>();
    tasks.values().forEach(task -> groups.merge(task.group, task.micros, Double::sum));
    return new Reading(ticks * MICROS_PER_TICK, groups);
  }

  /** The largest RssAnon seen, in bytes. */
  long peakBytes() {
    return peakKilobytes << 10;
  }

  /** RssAnon now, in bytes. */
  long residentBytes() {
    return text(proc.resolve("status")).stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("RssAnon:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        << 10;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void run() {
    try {
      while (!closed.await(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
        sample();
        peakKilobytes = Math.max(peakKilobytes, residentBytes() >> 10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample() {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(proc.resolve("task"))) {
      for (Path directory : directories) {
        Optional<String> stat = text(directory.resolve("stat"));
        Optional<String> schedule = text(directory.resolve("schedstat"));
        if (stat.isEmpty() || schedule.isEmpty()) {
          continue;
        }
        String name =
            stat.get().substring(stat.get().indexOf('(') + 1, stat.get().lastIndexOf(')'));
        // Nanoseconds on a processor: finer than the ticks of stat.
        double micros = Double.parseDouble(schedule.get().split(" ", 2)[0]) / 1e3;
        tasks.put(Long.valueOf(directory.getFileName().toString()), new Task(group(name), micros));
      }
    } catch (NoSuchFileException e) {
      closed.countDown();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names are cut to 15 bytes by the kernel. */
  private static String group(String thread) {
    if (thread.startsWith("vert.x-eventloo")) {
      return "event loops";
    } else if (thread.startsWith("spoor-journal")) {
      return "journal";
    } else if (thread.startsWith("spoor-pipeline")) {
      return "pipeline";
    } else if (thread.startsWith("spoor-embedded-")) {
      return "index";
    } else if (thread.startsWith("Lucene Merge")) {
      return "merges";
    } else if (thread.contains("Compiler")
        || thread.startsWith("C1 ")
        || thread.startsWith("C2 ")) {
      return "jit";
    } else if (thread.startsWith("GC ") || thread.startsWith("G1 ") || thread.startsWith("VM ")) {
      return "gc, vm";
    }
    return "other";
  }

  private static String[] afterName(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 0);
  }

  /** Empty when the thread or process has just ended. */
  private static Optional<String> text(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
