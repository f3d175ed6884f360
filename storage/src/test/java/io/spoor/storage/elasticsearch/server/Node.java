package io.spoor.storage.elasticsearch.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One local Elasticsearch process with its own configuration, data and fixed ports, which it keeps
 * over a restart. A build that is root runs it as nobody, as Elasticsearch refuses to be root.
 */
final class Node {
  private static final String NOBODY = "65534";

  /** Beneath the ports that systems lend to clients, so that nobody takes one during a restart. */
  private static final int FIRST_PORT = 20_000;

  private static final int LAST_PORT = 32_000;

  private final Path directory;
  private final int httpPort;
  private final int transportPort;
  private long process;

  private Node(Path directory, int httpPort, int transportPort) {
    this.directory = directory;
    this.httpPort = httpPort;
    this.transportPort = transportPort;
  }

  /** A place for a node; {@link #configure} and {@link #start} make it one. */
  static Node allot() {
    try {
      Path directory = Files.createTempDirectory(Keeper.ofThisJvm().area(), "node-");
      return new Node(directory, freePort(), freePort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int httpPort() {
    return httpPort;
  }

  int transportPort() {
    return transportPort;
  }

  boolean alive() {
    return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
  }

  void configure(ServerSettings settings) {
    Distribution distribution = Distribution.of(settings.release());
    Path config = directory.resolve("config");
    try {
      Files.createDirectories(directory.resolve("tmp"));
      Files.createDirectories(config.resolve("jvm.options.d"));
      Path from = distribution.home().resolve("config");
      Files.copy(from.resolve("log4j2.properties"), config.resolve("log4j2.properties"));
      Files.write(config.resolve("jvm.options"), jvmOptions(from.resolve("jvm.options")));
      Files.write(
          config.resolve("jvm.options.d/test.options"),
          List.of(
              "-Xms" + settings.heapMegabytes() + "m",
              "-Xmx" + settings.heapMegabytes() + "m",
              // Each takes a second or two off the start.
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1"));
      Files.writeString(config.resolve("elasticsearch.yml"), yaml(settings));
      for (Map.Entry<String, String> file : settings.files().entrySet()) {
        Files.writeString(config.resolve(file.getKey()), file.getValue());
      }
      Files.writeString(script(), startScript(distribution));
      if (asNobody()) {
        run("chown", "-R", NOBODY + ":" + NOBODY, directory.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void start() {
    process = Keeper.ofThisJvm().start(script());
  }

  /** Sends a signal, as kill names it, to all processes of this node. */
  void signal(String name) {
    Keeper.ofThisJvm().signal(name, process);
  }

  /** The last lines of what it wrote, for the message of a failed start. */
  String lastWords() {
    try (Stream<String> lines = Files.lines(directory.resolve("console.log"))) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - 30), all.size()));
    } catch (IOException e) {
      return "(wrote nothing)";
    }
  }

  /** Its files, once it has been killed. */
  void delete() {
    run("rm", "-rf", directory.toString());
  }

  private Path script() {
    return directory.resolve("start.sh");
  }

  /**
   * The distribution's, without its collector, which would contradict ours, and without its log.
   */
  private static List<String> jvmOptions(Path from) throws IOException {
    return Files.readAllLines(from).stream()
        .filter(line -> !line.contains("UseG1GC") && !line.contains("gc.log"))
        .toList();
  }

  private String yaml(ServerSettings settings) {
    Map<String, String> all = new TreeMap<>();
    all.put("path.data", directory.resolve("data").toString());
    all.put("path.logs", directory.resolve("logs").toString());
    all.put("network.host", "127.0.0.1");
    all.put("http.port", Integer.toString(httpPort));
    all.put("transport.port", Integer.toString(transportPort));
    all.put("cluster.name", "spoor-test");
    all.put("xpack.security.enabled", "false");
    all.put("cluster.routing.allocation.disk.threshold_enabled", "false");
    if (!settings.settings().containsKey("discovery.seed_hosts")) {
      all.put("discovery.type", "single-node");
    }
    all.putAll(settings.settings());
    return all.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private String startScript(Distribution distribution) {
    Path jdk = Jdk.forServer(distribution.release()).home();
    List<String> command = new ArrayList<>();
    if (asNobody()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.add(distribution.home().resolve("bin/elasticsearch").toString());
    return """
        unset ES_JAVA_OPTS CLI_JAVA_OPTS JAVA_OPTS JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS
        export JAVA_HOME=%s ES_JAVA_HOME=%s ES_PATH_CONF=%s ES_TMPDIR=%s
        cd %s
        exec %s >>%s 2>&1
        """
        .formatted(
            quoted(jdk),
            quoted(jdk),
            quoted(directory.resolve("config")),
            quoted(directory.resolve("tmp")),
            quoted(directory),
            command.stream().map(Node::quoted).collect(Collectors.joining(" ")),
            quoted(directory.resolve("console.log")));
  }

  private static String quoted(Object word) {
    return "'" + word.toString().replace("'", "'\\''") + "'";
  }

  private static boolean asNobody() {
    return System.getProperty("user.name").equals("root");
  }

  private static void run(String... command) {
    try {
      int code = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IllegalStateException(String.join(" ", command) + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (IOException e) {
        // taken: the next one
      }
    }
    throw new IllegalStateException("no free port from " + FIRST_PORT + " to " + LAST_PORT);
  }
}
