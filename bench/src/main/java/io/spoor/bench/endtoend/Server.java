package io.spoor.bench.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An all-in-one started by the launcher, on free ports, its data in a directory of its own. */
final class Server implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A port of the server. */
  enum Port {
    ADMIN("admin.http.host-port"),
    GRPC("collector.grpc-server.host-port"),
    THRIFT_HTTP("collector.http-server.host-port"),
    TCHANNEL("collector.tchannel-server.host-port"),
    ZIPKIN("collector.zipkin.host-port"),
    UDP_COMPACT("processor.jaeger-compact.server-host-port"),
    UDP_BINARY("processor.jaeger-binary.server-host-port"),
    UDP_ZIPKIN("processor.zipkin-compact.server-host-port"),
    SAMPLING("http-server.host-port"),
    OTLP_GRPC("collector.otlp.grpc.host-port"),
    OTLP_HTTP("collector.otlp.http.host-port"),
    QUERY("query.http-server.host-port");

    private final String flag;

    Port(String flag) {
      this.flag = flag;
    }

    static Port of(String protocol) {
      if (protocol.startsWith("zipkin-")) {
        return ZIPKIN;
      }
      return valueOf(protocol.replace('-', '_').toUpperCase(java.util.Locale.ROOT));
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path directory;
  private final Map<Port, Integer> ports;
  private final Process process;
  private final Duration startTime;

  private Server(Path directory, Map<Port, Integer> ports, Process process, long started)
      throws IOException, InterruptedException {
    this.directory = directory;
    this.ports = ports;
    this.process = process;
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() - started > PATIENCE.toNanos()) {
        throw new IOException("did not start: " + log());
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    this.startTime = Duration.ofNanos(System.nanoTime() - started);
  }

  /** Starts it and waits until its admin port says that it is ready. */
  static Server start(Path home, String store, Map<String, String> environment, String... flags)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("spoor-bench-");
    Map<Port, Integer> ports = freePorts();
    List<String> command = new ArrayList<>(List.of(home.resolve("spoor").toString(), "all-in-one"));
    ports.forEach((port, number) -> command.add("--" + port.flag + "=127.0.0.1:" + number));
    command.add("--span-storage.type=" + store);
    command.add("--embedded.directory=" + directory.resolve("spans"));
    command.add("--journal.directory=" + directory.resolve("journal"));
    command.addAll(List.of(flags));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
    long started = System.nanoTime();
    return new Server(directory, ports, builder.start(), started);
  }

  long pid() {
    return process.pid();
  }

  /** From the command to the first 200 of the admin port. */
  Duration startTime() {
    return startTime;
  }

  String address(Port port) {
    return "127.0.0.1:" + ports.get(port);
  }

  /** The end of what it has logged. */
  String log() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  /** The body of an answer with status 200. */
  byte[] get(Port port, String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(URI.create("http://" + address(port) + path)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(path + ": " + response.statusCode());
    }
    return response.body();
  }

  /** Spans that receivers have taken since the start. */
  long acceptedSpans() throws IOException, InterruptedException {
    return (long) sum("spoor_receiver_spans_accepted_total{");
  }

  /** The sum of all series that start so; 0 if there is none. */
  double sum(String start) throws IOException, InterruptedException {
    return metrics()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Returns once every record of the journal is in the store. */
  void awaitDrained() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (metric("spoor_journal_records") > 0) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the journal does not get empty");
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  /** Bytes of the store, once merges have left them alone for a while. */
  long settledBytes() throws InterruptedException {
    long bytes = -1;
    for (int same = 0; same < 4; ) {
      long now = bytes(directory.resolve("spans").toFile());
      same = now == bytes ? same + 1 : 0;
      bytes = now;
      TimeUnit.MILLISECONDS.sleep(500);
    }
    return bytes;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private double metric(String name) throws IOException, InterruptedException {
    return metrics()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new IOException("no metric " + name));
  }

  private Stream<String> metrics() throws IOException, InterruptedException {
    return new String(get(Port.ADMIN, "/metrics"), UTF_8).lines();
  }

  private boolean isReady() throws InterruptedException {
    try {
      get(Port.ADMIN, "/");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Merges take files away under our eyes: what is gone counts nothing. */
  private static long bytes(File file) {
    File[] children = file.listFiles();
    if (children == null) {
      return file.length();
    }
    long sum = 0;
    for (File child : children) {
      sum += bytes(child);
    }
    return sum;
  }

  private static Map<Port, Integer> freePorts() throws IOException {
    Map<Port, Integer> ports = new EnumMap<>(Port.class);
    List<ServerSocket> held = new ArrayList<>();
    for (Port port : Port.values()) {
      ServerSocket socket = new ServerSocket(0);
      held.add(socket);
      ports.put(port, socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }
}
