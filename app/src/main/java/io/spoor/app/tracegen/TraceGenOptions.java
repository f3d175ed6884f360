package io.spoor.app.tracegen;

import io.spoor.app.config.ClientCredentials;
import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import io.spoor.app.traffic.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to send.
 *
 * @param spansPerSecond 0 = as fast as acknowledgements come
 * @param duration zero = no bound
 * @param traces 0 = no bound
 * @param batchSpans in one request, at most
 * @param inFlight requests without an answer, at most
 */
record TraceGenOptions(
    Protocol protocol,
    HostPort target,
    int spansPerSecond,
    Duration duration,
    int traces,
    int services,
    int batchSpans,
    int inFlight,
    int seed,
    boolean demo,
    Optional<Path> ackedFile,
    ClientCredentials credentials) {
  private static final Flag PROTOCOL =
      Flag.spoor("protocol", Type.TEXT, "otlp-grpc", "How to send: " + Protocol.names());
  private static final Flag ENDPOINT =
      Flag.spoor(
          "endpoint", Type.HOST_PORT, "", "Where to; default: localhost, the protocol's port");
  private static final Flag RATE =
      Flag.spoor(
          "rate", Type.INTEGER, "1000", "Spans a second; 0 = as fast as they are acknowledged");
  private static final Flag DURATION =
      Flag.spoor("duration", Type.DURATION, "0s", "Stop after; 0 = no bound");
  private static final Flag TRACES =
      Flag.spoor(
          "traces",
          Type.INTEGER,
          "0",
          "Stop after that many; 0 = no bound, or 100 if --duration is not given");
  private static final Flag SERVICES =
      Flag.spoor("services", Type.INTEGER, "8", "Services that send");
  private static final Flag BATCH =
      Flag.spoor("batch-spans", Type.INTEGER, "100", "Spans in a request at most");
  private static final Flag IN_FLIGHT =
      Flag.spoor("in-flight", Type.INTEGER, "16", "Requests without an answer at most");
  private static final Flag SEED =
      Flag.spoor("seed", Type.INTEGER, "1", "The same seed makes the same traces");
  private static final Flag DEMO =
      Flag.spoor(
          "demo",
          Type.BOOLEAN,
          "false",
          "Send a small story that ends now, and print what to look at, instead of a load");
  private static final Flag ACKED_FILE =
      Flag.spoor(
          "acked-file",
          Type.TEXT,
          "",
          "File to list the ids of acknowledged traces in, one a line");

  static List<FlagGroup> groups() {
    return List.of(
        new FlagGroup(
            "Load",
            List.of(
                PROTOCOL,
                ENDPOINT,
                RATE,
                DURATION,
                TRACES,
                SERVICES,
                BATCH,
                IN_FLIGHT,
                SEED,
                DEMO,
                ACKED_FILE)),
        new FlagGroup("Credentials", ClientCredentials.flags("")));
  }

  static TraceGenOptions read(Settings settings) {
    Protocol protocol = settings.read(PROTOCOL, Protocol::parse);
    HostPort target =
        settings
            .hostPort(ENDPOINT)
            .orElseGet(() -> new HostPort("localhost", protocol.defaultPort()));
    Duration duration = settings.duration(DURATION, Duration.ZERO);
    int traces = settings.integer(TRACES, 0);
    return new TraceGenOptions(
        protocol,
        target.host().isEmpty() ? new HostPort("localhost", target.port()) : target,
        settings.integer(RATE, 0),
        duration,
        traces == 0 && duration.isZero() ? 100 : traces,
        settings.integer(SERVICES, 1),
        Math.min(settings.integer(BATCH, 1), protocol.maxBatchSpans()),
        settings.integer(IN_FLIGHT, 1),
        settings.integer(SEED, Integer.MIN_VALUE),
        settings.bool(DEMO),
        Optional.of(settings.text(ACKED_FILE)).filter(text -> !text.isEmpty()).map(Path::of),
        ClientCredentials.read("", settings));
  }

  TraceGenOptions withTraces(int count) {
    return new TraceGenOptions(
        protocol,
        target,
        spansPerSecond,
        Duration.ZERO,
        count,
        services,
        batchSpans,
        inFlight,
        seed,
        demo,
        ackedFile,
        credentials);
  }
}
