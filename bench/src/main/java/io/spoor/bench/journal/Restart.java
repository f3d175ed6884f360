package io.spoor.bench.journal;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Fills a journal, then starts a collector on it whose store is away, and kills it, again and
 * again: how long from the command to the first request that is acknowledged. See bench/README.md.
 */
public final class Restart {
  private static final long GIB = 1L << 30;
  private static final long PATIENCE_SECONDS = 300;

  private final Path home;
  private final HttpClient http = HttpClient.newHttpClient();
  private final byte[] body = FullJournal.request(new Random(2));

  private Restart(Path home) {
    this.home = home;
  }

  /** The checkout, GiB to fill, how often to start. */
  public static void main(String... arguments) throws IOException, InterruptedException {
    Restart restart = new Restart(Path.of(arguments[0]));
    double gib = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 10;
    int times = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    Path directory = Files.createTempDirectory("spoor-bench-journal-");
    try {
      restart.run(directory, (long) (gib * GIB), times);
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void run(Path directory, long bytes, int times) throws IOException, InterruptedException {
    Path journal = directory.resolve("journal");
    List<String> fill =
        List.of(
            java(),
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            FullJournal.class.getName(),
            journal.toString(),
            String.valueOf(bytes));
    if (new ProcessBuilder(fill).inheritIO().start().waitFor() != 0) {
      throw new IOException("the journal could not be filled");
    }
    for (boolean cold : new boolean[] {false, true}) {
      for (int i = 0; i < times; i++) {
        boolean dropped = cold && dropCaches();
        if (cold && !dropped) {
          System.out.println("The page cache cannot be dropped here (root can)");
          return;
        }
        System.out.printf(
            "%s page cache: %.2f s from the command to the first acknowledgement%n",
            cold ? "Empty" : "Usual", start(directory, journal));
      }
    }
  }

  private double start(Path directory, Path journal) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("spoor").toString(), "collector"));
    int otlp = freePort();
    command.add("--es.server-urls=http://127.0.0.1:1");
    command.add("--journal.directory=" + journal);
    command.add("--journal.max-bytes=1TiB");
    command.add("--collector.otlp.http.host-port=127.0.0.1:" + otlp);
    for (String port :
        List.of(
            "admin.http.host-port",
            "collector.grpc-server.host-port",
            "collector.http-server.host-port",
            "collector.tchannel-server.host-port",
            "collector.zipkin.host-port",
            "collector.otlp.grpc.host-port")) {
      command.add("--" + port + "=127.0.0.1:" + freePort());
    }
    Path log = directory.resolve("log");
    long started = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      while (!isAcknowledged(otlp)) {
        if (!process.isAlive() || System.nanoTime() - started > PATIENCE_SECONDS * 1_000_000_000) {
          throw new IOException("did not start: " + Files.readString(log));
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
      return (System.nanoTime() - started) / 1e9;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private boolean isAcknowledged(int port) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/traces"))
              .header("Content-Type", "application/x-protobuf")
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean dropCaches() throws InterruptedException {
    try {
      new ProcessBuilder("sync").start().waitFor();
      Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
