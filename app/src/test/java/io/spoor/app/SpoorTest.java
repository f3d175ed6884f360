package io.spoor.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sees who gets it wrong, or asks. */
final class SpoorTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-h"})
  void helpNamesEveryCommand(String command) throws Exception {
    assertEquals(0, run(Map.of(), command));
    for (String name : List.of("all-in-one", "tracegen", "status", "version", "help")) {
      assertTrue(out.toString(UTF_8).contains("\n  " + name + " "), name);
    }
    assertEquals("", err.toString(UTF_8));
  }

  @Test
  void noCommandMeansHelp() throws Exception {
    assertEquals(0, run(Map.of()));
    assertTrue(out.toString(UTF_8).contains("Usage: spoor <command> [flags]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"all-in-one", "tracegen", "status"})
  void everyCommandHasHelpEvenBesideBadFlags(String command) throws Exception {
    assertEquals(0, run(Map.of(), command, "--no-such-flag", "--help"));
    assertTrue(out.toString(UTF_8).startsWith("Usage: spoor " + command + " [flags]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version"})
  void versionIsOneLine(String command) throws Exception {
    assertEquals(0, run(Map.of(), command));
    assertTrue(
        out.toString(UTF_8)
            .matches("spoor \\S+ \\(commit \\S+, built \\S+, speaks Jaeger v1.53.0\\)\\R"),
        out.toString(UTF_8));
  }

  @Test
  void namesUnknownCommands() throws Exception {
    assertEquals(1, run(Map.of(), "colector"));
    assertEquals(
        "spoor: unknown command: colector (see spoor help)" + System.lineSeparator(),
        err.toString(UTF_8));
  }

  @Test
  void everyComplaintAboutLineEnvironmentAndFileIsToldAtOnce(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("spoor.yaml");
    Files.writeString(
        file, "query.no-such: 1\nes-rollover: 2\nlog-level: loud\nindex-prefix: a tool's\n");
    assertEquals(
        1,
        run(
            Map.of("COLLECTOR_QUEUE_SIZE", "many", "CONFIG_FILE", file.toString()),
            "all-in-one",
            "--no.such=1",
            "--collector.otlp.enabled=maybe"));
    String complaints = err.toString(UTF_8);
    for (String expected :
        List.of(
            "unknown flag: --no.such",
            file + ": unknown key: query.no-such",
            file + ": unknown key: es-rollover",
            "invalid value \"loud\" for --log-level: want debug, info, warn or error",
            "invalid value \"many\" for --collector.queue-size: want a whole number",
            "invalid value \"maybe\" for --collector.otlp.enabled: want true or false")) {
      assertTrue(
          complaints.contains("spoor all-in-one: " + expected + System.lineSeparator()),
          complaints);
    }
    assertEquals(6, complaints.lines().count(), complaints);
  }

  @Test
  void aConfigurationFileThatCannotBeReadIsOneComplaint() throws Exception {
    assertEquals(1, run(Map.of(), "collector", "--config-file=none.yaml", "--log-level=loud"));
    assertEquals(
        List.of(
            "spoor collector: none.yaml: no such file",
            "spoor collector: invalid value \"loud\" for --log-level: want debug, info, warn or"
                + " error"),
        err.toString(UTF_8).lines().toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --query.htp-server.host-port=:1   | unknown flag: --query.htp-server.host-port
          --query.http-server.host-port=x   | invalid value "x" for --query.http-server.host-port: want host:port, :port or port
          --query.http-server.host-port=    | invalid value "" for --query.http-server.host-port: want host:port, :port or port
          --collector.otlp.enabled=maybe    | invalid value "maybe" for --collector.otlp.enabled: want true or false
          --embedded.retention=3d           | invalid value "3d" for --embedded.retention: time: unknown unit "d" in duration "3d"
          --span-storage.type=cassandra     | invalid value "cassandra" for --span-storage.type: want embedded, elasticsearch, memory or blackhole
          --receiver.max-body-bytes=200MiB  | --receiver.max-in-flight-bytes must be at least twice the largest message (419430400 bytes): see --receiver.max-body-bytes, --collector.grpc-server.max-message-size, --collector.otlp.grpc.max-message-size
          --log-level=loud                  | invalid value "loud" for --log-level: want debug, info, warn or error
          --log-encoding=xml                | invalid value "xml" for --log-encoding: want json or console
          --metrics-backend=expvar          | invalid value "expvar" for --metrics-backend: want prometheus or none
          --collector.queue-size=many       | invalid value "many" for --collector.queue-size: want a whole number
          --collector.http.tls.cert=x       | collector.http.tls.* options cannot be used when collector.http.tls.enabled is false
          --collector.http.tls.enabled=true | --collector.http.tls.enabled needs --collector.http.tls.cert and --collector.http.tls.key
          """)
  void badFlagsAreOneLineEach(String argument, String complaint) throws Exception {
    assertEquals(1, run(Map.of(), "all-in-one", argument));
    assertEquals("spoor all-in-one: " + complaint + System.lineSeparator(), err.toString(UTF_8));
    assertEquals("", out.toString(UTF_8));
  }

  @Test
  void namesEveryBadValueAtOnceFromWhereverItCame() throws Exception {
    Map<String, String> environment =
        Map.of("SPAN_STORAGE_TYPE", "badger", "QUERY_HTTP_TLS_MIN_VERSION", "1.2", "LOG_LEVEL", "");
    assertEquals(1, run(environment, "all-in-one", "--collector.tags=a"));
    assertEquals(
        List.of(
            "spoor all-in-one: invalid value \"badger\" for --span-storage.type:"
                + " want embedded, elasticsearch, memory or blackhole",
            "spoor all-in-one: invalid value \"a\" for --collector.tags:"
                + " want key=value entries, got a",
            "spoor all-in-one: query.http.tls.* options cannot be used when"
                + " query.http.tls.enabled is false"),
        err.toString(UTF_8).lines().toList());
  }

  private int run(Map<String, String> environment, String... arguments) throws Exception {
    return new Spoor(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
        .run(environment, arguments);
  }
}
