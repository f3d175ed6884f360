package io.spoor.storage.embedded;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceQuery;
import io.spoor.storage.contract.TestQuery;
import io.vertx.core.Promise;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.util.IOUtils;

/**
 * How long should a chunk be, how long a window? Writes the same spans with each choice and prints
 * CPU time, bytes on disk and search latency. Not a test: run its main with {@code spans chunkSizes
 * windowMillis spansPerSecond}, e.g. {@code 500000 1,2,4,8 250,500,1000 10000}. Windows are of the
 * load's virtual time, so that it runs as fast as the store takes it.
 */
final class ChunkBench {
  private static final OperatingSystemMXBean OS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final long SEED = 42;

  private ChunkBench() {}

  public static void main(String[] args) throws Exception {
    long spans = Long.parseLong(args[0]);
    int rate = Integer.parseInt(args[3]);
    // Once before, for the compiler's sake.
    run(Math.min(spans, 150_000), 4, 1000, rate, false);
    System.out.println(
        "chunk window | spans spans/chunk | cpu us/span (index thread, merges, GC, JIT) wall-spans/s"
            + " | bytes/span segments |  query: p50 p95 ms");
    for (String window : args[2].split(",", -1)) {
      for (String chunk : args[1].split(",", -1)) {
        run(spans, Integer.parseInt(chunk), Integer.parseInt(window), rate, true);
      }
    }
  }

  private static void run(long wanted, int chunkSpans, int windowMillis, int rate, boolean print)
      throws Exception {
    Path directory = Files.createTempDirectory("spoor-chunk-bench");
    Slices slices =
        new Slices(DiskShelf.open(directory), Clock.systemUTC(), Duration.ZERO, Duration.ofDays(1));
    slices.open();
    WindowChunks chunks = new WindowChunks(chunkSpans);
    BenchLoad load = new BenchLoad(SEED, rate, 1_750_000_000_000_000L);
    long firstMicros = load.nowMicros();
    long written = 0;
    long chunkCount = 0;
    long indexCpu = 0;
    long storeWall = 0;
    long loadCpu = 0;
    System.gc();
    long compilers = threadsCpu("C1 Comp", "C2 Comp");
    long collectors = threadsCpu("G1 ", "GC Thread", "VM Thread");
    long cpu = OS.getProcessCpuTime();
    while (written < wanted) {
      long before = threadCpu();
      List<PendingWrite> window = new ArrayList<>();
      for (SpanBatch batch : load.advance(windowMillis * 1000L)) {
        window.add(new PendingWrite(Tenant.DEFAULT, batch, Promise.promise(), 0));
      }
      long generated = threadCpu();
      loadCpu += generated - before;
      if (window.isEmpty()) {
        continue;
      }
      long started = System.nanoTime();
      Slice slice = slices.current();
      WindowChunks.Written done = chunks.write(window, slice.writer());
      slice.commit(done.earliestMicros, done.latestMicros);
      storeWall += System.nanoTime() - started;
      indexCpu += threadCpu() - generated;
      written += done.spans;
      chunkCount += done.chunks;
    }
    Slice slice = slices.current();
    ((org.apache.lucene.index.ConcurrentMergeScheduler)
            slice.writer().getConfig().getMergeScheduler())
        .sync();
    slice.commit(firstMicros, load.nowMicros());
    long storeCpu = OS.getProcessCpuTime() - cpu - loadCpu;
    compilers = threadsCpu("C1 Comp", "C2 Comp") - compilers;
    collectors = threadsCpu("G1 ", "GC Thread", "VM Thread") - collectors;
    if (print) {
      int segments;
      try (Snapshot snapshot = slices.snapshot()) {
        segments = snapshot.views().get(0).reader().leaves().size();
      }
      System.out.printf(
          "%5d %6d | %d %.2f | %.2f (%.2f, %.2f, %.2f, %.2f) %,d | %.1f %d |%s%n",
          chunkSpans,
          windowMillis,
          written,
          (double) written / chunkCount,
          storeCpu / 1e3 / written,
          indexCpu / 1e3 / written,
          (storeCpu - indexCpu - compilers - collectors) / 1e3 / written,
          collectors / 1e3 / written,
          compilers / 1e3 / written,
          (long) (written * 1e9 / storeWall),
          (double) slices.bytes() / written,
          segments,
          searches(slices, firstMicros, load.nowMicros()));
      if (Boolean.getBoolean("spoor.bench.files")) {
        files(directory, written);
      }
    }
    slices.close();
    IOUtils.rm(directory);
  }

  private static String searches(Slices slices, long from, long to) throws Exception {
    Map<String, TestQuery> queries = new LinkedHashMap<>();
    queries.put("tag", TestQuery.query().tag("http.request.method", "GET"));
    queries.put("service", TestQuery.query().service("service-3"));
    queries.put(
        "svc+tag", TestQuery.query().service("service-3").tag("http.response.status_code", "500"));
    queries.put("user", TestQuery.query().tag("enduser.id", "user-%d"));
    queries.put("regexp", TestQuery.query().tag("url.path", "/api/v1/3/.*/7.."));
    queries.put("slow", TestQuery.query().service("service-1").durationMin(3_000_000));
    queries.put("nothing", TestQuery.query().tag("error", "true").tag("thread.id", "63"));
    queries.put("past-tag", TestQuery.query().tag("http.request.method", "GET"));
    StringBuilder text = new StringBuilder();
    EmbeddedMetrics metrics = new EmbeddedMetrics(new SimpleMeterRegistry());
    assert metrics != null;
    byte[] tenant = TermWriter.prefix(Tenant.DEFAULT);
    Random random = new Random(SEED);
    for (Map.Entry<String, TestQuery> query : queries.entrySet()) {
      int rounds = 40;
      double[] millis = new double[rounds];
      int found = 0;
      for (int i = -10; i < rounds; i++) {
        TestQuery asked = query.getValue().start(from, to).limit(20);
        if (query.getKey().equals("user")) {
          asked.tag("enduser.id", "user-" + random.nextInt(50_000));
        } else if (query.getKey().equals("past-tag")) {
          asked.start(from, from + (long) (random.nextDouble() * (to - from)));
        }
        TraceQuery built = asked.build();
        long started = System.nanoTime();
        try (Snapshot snapshot = slices.snapshot()) {
          List<Trace> traces =
              TraceLoader.load(snapshot, tenant, Search.run(snapshot, tenant, built));
          found = traces.size();
        }
        if (i >= 0) {
          millis[i] = (System.nanoTime() - started) / 1e6;
        }
      }
      Arrays.sort(millis);
      text.append(
          String.format(
              " %s(%d) %.1f %.1f,",
              query.getKey(), found, millis[rounds / 2], millis[rounds * 95 / 100]));
    }
    return text.toString();
  }

  private static void files(Path directory, long spans) throws java.io.IOException {
    Map<String, Long> sizes = new java.util.TreeMap<>();
    try (java.util.stream.Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        sizes.merge(name.substring(name.lastIndexOf('.') + 1), Files.size(file), Long::sum);
      }
    }
    sizes.forEach(
        (kind, bytes) ->
            System.out.printf("    %s %.1f bytes/span%n", kind, (double) bytes / spans));
  }

  /** Nanoseconds that the virtual machine's own threads of these names have used (Linux only). */
  private static long threadsCpu(String... names) throws java.io.IOException {
    long ticks = 0;
    try (java.util.stream.Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        String stat = Files.readString(task.resolve("stat"));
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        if (Arrays.stream(names).anyMatch(name::startsWith)) {
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
          ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
      }
    }
    return ticks * 10_000_000;
  }

  private static long threadCpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
