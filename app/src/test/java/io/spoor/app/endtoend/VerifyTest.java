package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.endtoend.SpoorProcess.Port;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spoor verify} against real processes, whole and broken. */
final class VerifyTest {
  private static final Map<String, Port> PORTS =
      Map.of(
          "grpc", Port.JAEGER_GRPC,
          "otlp-grpc", Port.OTLP_GRPC,
          "otlp-http", Port.OTLP_HTTP,
          "thrift-http", Port.THRIFT_HTTP,
          "tchannel", Port.TCHANNEL,
          "udp-compact", Port.UDP_COMPACT,
          "udp-binary", Port.UDP_BINARY,
          "zipkin-json", Port.ZIPKIN,
          "zipkin-proto", Port.ZIPKIN);

  @TempDir Path directory;

  @Test
  void findsACanaryOfEveryProtocolAndSeesTheCollectorGoAway() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.start(directory)) {
      List<String> flags =
          List.of(
              "--protocols=" + protocols(spoor),
              "--query=http://127.0.0.1:" + spoor.port(Port.QUERY),
              "--timeout=20s");

      SpoorProcess.Ended whole = verify(flags);

      assertEquals(0, whole.code(), whole.output());
      assertTrue(whole.output().contains("9 of 9 canaries found"), whole.output());
      for (String protocol : PORTS.keySet()) {
        assertTrue(whole.output().matches("(?s).*(^|\\R)" + protocol + " +found .*"), protocol);
      }
      spoor.close();

      SpoorProcess.Ended gone = verify(List.of(flags.get(0), flags.get(1), "--timeout=300ms"));

      assertEquals(1, gone.code(), gone.output());
      assertTrue(gone.output().contains("0 of 9 canaries found"), gone.output());
      assertTrue(gone.output().contains("otlp-http     unanswered"), gone.output());
      // A datagram is on its way whether somebody listens or not: what cannot be read is no
      // success.
      assertTrue(gone.output().contains("udp-compact   unreadable"), gone.output());
    }
  }

  @Test
  void callsWhatIsAcknowledgedAndNeverShownLost() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.start(directory, "--span-storage.type=blackhole")) {
      SpoorProcess.Ended lost =
          verify(
              List.of(
                  "--protocols=otlp-http=127.0.0.1:" + spoor.port(Port.OTLP_HTTP),
                  "--query=http://127.0.0.1:" + spoor.port(Port.QUERY) + "/",
                  "--timeout=8s"));

      assertEquals(1, lost.code(), lost.output());
      assertTrue(lost.output().contains("otlp-http     lost"), lost.output());
      assertTrue(lost.output().contains("(0 spans after 8 s)"), lost.output());
    }
  }

  @Test
  void showsTokensAndATenantWhereTheyAreAskedFor() throws Exception {
    Path senders = Files.writeString(directory.resolve("senders"), "let-me-in tenant=acme\n");
    Path readers = Files.writeString(directory.resolve("readers"), "let-me-look tenant=acme\n");
    Path token = Files.writeString(directory.resolve("token"), "let-me-in\n");
    Path queryToken = Files.writeString(directory.resolve("query-token"), "let-me-look\n");
    try (SpoorProcess spoor =
        SpoorProcess.start(
            directory,
            "--multi-tenancy.enabled",
            "--receiver.auth.token-file=" + senders,
            "--query.auth.token-file=" + readers)) {
      List<String> flags =
          List.of(
              "--protocols=otlp-grpc=127.0.0.1:"
                  + spoor.port(Port.OTLP_GRPC)
                  + ",zipkin-json=127.0.0.1:"
                  + spoor.port(Port.ZIPKIN),
              "--query=http://127.0.0.1:" + spoor.port(Port.QUERY),
              "--timeout=20s",
              "--tenant=acme",
              "--token-file=" + token,
              "--query.token-file=" + queryToken);

      SpoorProcess.Ended shown = verify(flags);

      assertEquals(0, shown.code(), shown.output());
      assertTrue(shown.output().contains("2 of 2 canaries found"), shown.output());

      SpoorProcess.Ended unknown = verify(flags.subList(0, 3));

      assertEquals(1, unknown.code(), unknown.output());
      assertTrue(unknown.output().contains("zipkin-json   refused"), unknown.output());
    }
  }

  @Test
  void runsBesideALiveSystemAndTellsAsMetrics() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.start(directory);
        SpoorProcess verify =
            SpoorProcess.startVerify(
                directory,
                "--protocols=" + protocols(spoor),
                "--query=http://127.0.0.1:" + spoor.port(Port.QUERY),
                "--interval=200ms")) {
      verify.await(
          "two rounds",
          () ->
              verify.metric("spoor_verify_canaries_total{outcome=\"found\",protocol=\"tchannel\"}")
                  >= 2);
      assertEquals(
          0, verify.metric("spoor_verify_canaries_total{outcome=\"lost\",protocol=\"grpc\"}"));
      assertTrue(verify.metric("spoor_verify_delay_count{protocol=\"udp-binary\"}") >= 1);
      assertEquals(0, verify.terminate());
    }
  }

  private static String protocols(SpoorProcess spoor) {
    return PORTS.entrySet().stream()
        .map(entry -> entry.getKey() + "=127.0.0.1:" + spoor.port(entry.getValue()))
        .collect(Collectors.joining(","));
  }

  private SpoorProcess.Ended verify(List<String> flags) throws Exception {
    return SpoorProcess.run(directory, "verify", flags.toArray(String[]::new));
  }
}
