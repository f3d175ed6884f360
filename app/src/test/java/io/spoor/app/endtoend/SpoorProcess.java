package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A role in a process of its own, on free ports, with its data in a directory of the test's. */
final class SpoorProcess implements AutoCloseable {
  static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;

  /** A port of the process. */
  enum Port {
    ADMIN("admin.http.host-port"),
    JAEGER_GRPC("collector.grpc-server.host-port"),
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

    String flag() {
      return flag;
    }
  }

  private final String role;
  private final Map<Port, Integer> ports;
  private final Path directory;
  private final List<String> flags;
  private final Map<String, String> environment;
  private Process process;

  private SpoorProcess(
      String role,
      Map<Port, Integer> ports,
      Path directory,
      List<String> flags,
      Map<String, String> environment) {
    this.role = role;
    this.ports = ports;
    this.directory = directory;
    this.flags = flags;
    this.environment = environment;
  }

  /** Starts and waits until it is ready. */
  static SpoorProcess start(Path directory, String... flags) {
    List<String> all = new ArrayList<>();
    all.add("--embedded.directory=" + directory.resolve("spans"));
    all.add("--journal.directory=" + directory.resolve("journal"));
    all.addAll(List.of(flags));
    return start("all-in-one", EnumSet.allOf(Port.class), directory, all);
  }

  /** Starts an agent, with its log in that directory, and waits until it is ready. */
  static SpoorProcess startAgent(Path directory, String... flags) {
    return startAgent(directory, Map.of(), flags);
  }

  /** The same with additions to its environment. */
  static SpoorProcess startAgent(Path directory, Map<String, String> environment, String... flags) {
    return start(
        "agent",
        EnumSet.of(
            Port.ADMIN,
            Port.UDP_COMPACT,
            Port.UDP_BINARY,
            Port.UDP_ZIPKIN,
            Port.SAMPLING,
            Port.OTLP_GRPC,
            Port.OTLP_HTTP),
        directory,
        List.of(flags),
        environment);
  }

  /** Starts a collector, with its journal and its log in that directory, and waits. */
  static SpoorProcess startCollector(Path directory, String... flags) {
    return startCollector(directory, Map.of(), flags);
  }

  /** The same with additions to its environment. */
  static SpoorProcess startCollector(
      Path directory, Map<String, String> environment, String... flags) {
    List<String> all = new ArrayList<>();
    all.add("--journal.directory=" + directory.resolve("journal"));
    all.addAll(List.of(flags));
    return start(
        "collector",
        EnumSet.of(
            Port.ADMIN,
            Port.JAEGER_GRPC,
            Port.THRIFT_HTTP,
            Port.TCHANNEL,
            Port.ZIPKIN,
            Port.OTLP_GRPC,
            Port.OTLP_HTTP),
        directory,
        all,
        environment);
  }

  /** Starts the query role, with its log in that directory, and waits until it is ready. */
  static SpoorProcess startQuery(Path directory, String... flags) {
    return start("query", EnumSet.of(Port.ADMIN, Port.QUERY), directory, List.of(flags));
  }

  /** Starts the verifier, with its log in that directory, and waits until it is ready. */
  static SpoorProcess startVerify(Path directory, String... flags) {
    return start("verify", EnumSet.of(Port.ADMIN), directory, List.of(flags));
  }

  /** What a command left that has ended. */
  record Ended(int code, String output) {
    /** What the command itself says, beside its log. */
    List<String> plainLines() {
      return output.lines().filter(line -> !line.startsWith("{")).toList();
    }
  }

  /** Runs a command to its end, with its log in that directory. */
  static Ended run(Path directory, String role, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = command(role);
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(directory, role, ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + Files.readString(log));
    }
    return new Ended(process.exitValue(), Files.readString(log));
  }

  private static SpoorProcess start(
      String role, Set<Port> ports, Path directory, List<String> flags) {
    return start(role, ports, directory, flags, Map.of());
  }

  private static SpoorProcess start(
      String role,
      Set<Port> ports,
      Path directory,
      List<String> flags,
      Map<String, String> environment) {
    SpoorProcess spoor = new SpoorProcess(role, freePorts(ports), directory, flags, environment);
    spoor.launch();
    return spoor;
  }

  int port(Port port) {
    return ports.get(port);
  }

  URI uri(Port port, String path) {
    return URI.create("http://localhost:" + port(port) + path);
  }

  /** Ends it as a power failure would, but for the page cache. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again with the same ports, flags and data. */
  void restart() {
    launch();
  }

  /** Sends SIGTERM and returns the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("did not end: " + log());
    }
    return process.exitValue();
  }

  /** Stops it where it stands, until {@link #thaw}. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Memory of its own that is in use, bytes, as the system counts it. */
  long anonymousBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(line -> line.startsWith("RssAnon:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The body of a GET that must be answered with 200. */
  JsonNode get(Port port, String path) {
    HttpResponse<String> response = send(HttpRequest.newBuilder(uri(port, path)).build());
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
    }
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The trace as the API has it, as soon as it has {@code spans} spans. */
  JsonNode awaitTrace(String traceId, int spans) {
    JsonNode[] found = new JsonNode[1];
    await(
        "trace " + traceId + " with " + spans + " spans",
        () -> {
          HttpResponse<String> response =
              send(HttpRequest.newBuilder(uri(Port.QUERY, "/api/traces/" + traceId)).build());
          if (response.statusCode() != 200) {
            return false;
          }
          found[0] = get(Port.QUERY, "/api/traces/" + traceId).at("/data/0");
          return found[0].get("spans").size() >= spans;
        });
    return found[0];
  }

  /** The value of a series on the admin port, 0 if it is not there. */
  double metric(String series) {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(Port.ADMIN, "/metrics")).build());
    assertEquals(200, answer.statusCode(), answer.body());
    return answer
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .sum();
  }

  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain for " + what + "; log:\n" + log());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  private void launch() {
    List<String> command = command(role);
    ports.forEach((port, number) -> command.add("--" + port.flag + "=127.0.0.1:" + number));
    command.addAll(flags);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("readiness", this::isReady);
  }

  /** The command line of a role in a process with this one's class path. */
  static List<String> command(String role) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.spoor.app.Spoor",
            role));
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new AssertionError("ended with " + process.exitValue() + ": " + log());
    }
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(uri(Port.ADMIN, "/")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes a socket on a port. */
  private interface Binding<T> {
    T bind(int port) throws IOException;
  }

  /**
   * Below those that the system gives to connections: one would take what a process that is started
   * again wants back.
   */
  private static <T> T bound(Binding<T> binding) throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try {
        return binding.bind(ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT));
      } catch (BindException e) {
        // Taken: the next one.
      }
    }
    throw new IOException("no free port from " + FIRST_PORT + " to " + LAST_PORT);
  }

  /** Held all at once, so that no two are the same; each in the protocol it is for. */
  private static Map<Port, Integer> freePorts(Set<Port> wanted) {
    Map<Port, Integer> ports = new EnumMap<>(Port.class);
    List<Closeable> held = new ArrayList<>();
    try {
      for (Port port : wanted) {
        if (port.name().startsWith("UDP_")) {
          DatagramSocket socket = bound(DatagramSocket::new);
          held.add(socket);
          ports.put(port, socket.getLocalPort());
        } else {
          ServerSocket socket = bound(ServerSocket::new);
          held.add(socket);
          ports.put(port, socket.getLocalPort());
        }
      }
      for (Closeable socket : held) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ports;
  }
}
