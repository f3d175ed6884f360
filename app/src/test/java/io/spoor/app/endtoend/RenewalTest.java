package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.app.endtoend.SpoorProcess.Port;
import io.spoor.storage.elasticsearch.server.Certificates;
import io.spoor.storage.elasticsearch.server.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector whose certificate is renewed, as Kubernetes does it, while an agent sends to it. */
final class RenewalTest {
  private static final int RENEWALS = 3;

  @TempDir Path directory;
  private final Certificates authority = Certificates.create();

  @Test
  void losesNothingThatWasAcknowledged() throws Exception {
    Path files = Files.createDirectory(directory.resolve("tls"));
    Path ca = Files.writeString(files.resolve("ca.crt"), authority.caPem());
    Issued client = authority.issue("workload@namespace");
    Path certificate = Files.writeString(files.resolve("client.crt"), client.certificatePem());
    Path key = Files.writeString(files.resolve("client.key"), client.pkcs1KeyPem());
    renew(files, 0);
    for (String name : new String[] {"tls.crt", "tls.key"}) {
      Files.createSymbolicLink(files.resolve(name), Path.of("..data", name));
    }
    try (SpoorProcess collector =
            SpoorProcess.start(
                Files.createDirectory(directory.resolve("collector")),
                "--collector.grpc.tls.enabled",
                "--collector.grpc.tls.cert=" + files.resolve("tls.crt"),
                "--collector.grpc.tls.key=" + files.resolve("tls.key"),
                "--collector.grpc.tls.client-ca=" + ca,
                "--collector.grpc.tls.reload-interval=50ms",
                // Connections are made anew all the time, with whatever is in force.
                "--collector.grpc-server.max-connection-age=1s");
        SpoorProcess agent =
            SpoorProcess.startAgent(
                Files.createDirectory(directory.resolve("agent")),
                "--collector.otlp.enabled",
                "--reporter.grpc.host-port=localhost:" + collector.port(Port.JAEGER_GRPC),
                "--reporter.grpc.tls.enabled",
                "--reporter.grpc.tls.ca=" + ca,
                "--reporter.grpc.tls.cert=" + certificate,
                "--reporter.grpc.tls.key=" + key)) {
      try (AcknowledgedLoad load =
          AcknowledgedLoad.start(directory, agent, 21, "--rate=1000", "--duration=10m")) {
        for (int i = 1; i <= RENEWALS; i++) {
          int number = i;
          double before =
              collector.metric("spoor_receiver_spans_accepted_total{receiver=\"jaeger-grpc\"}");
          renew(files, i);
          collector.await("renewal", () -> reloads(collector, "loaded") == number);
          collector.await(
              "spans",
              () ->
                  collector.metric("spoor_receiver_spans_accepted_total{receiver=\"jaeger-grpc\"}")
                      > before);
        }
        load.stop();
        agent.await("an empty journal", () -> agent.metric("spoor_journal_records") == 0);
        load.assertFoundBy(collector);
      }
      assertEquals(0, reloads(collector, "failed"));
    }
  }

  private void renew(Path files, int number) throws IOException {
    Path data = Files.createDirectory(files.resolve("..data-" + number));
    Issued issued = authority.issue("collector " + number, "localhost");
    Files.writeString(data.resolve("tls.crt"), issued.certificatePem());
    Files.writeString(data.resolve("tls.key"), issued.pkcs1KeyPem());
    Path next = Files.createSymbolicLink(files.resolve("..next"), data.getFileName());
    Files.move(next, files.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static double reloads(SpoorProcess collector, String outcome) {
    return collector.metric(
        "spoor_tls_reloads_total{outcome=\"" + outcome + "\",port=\"collector.grpc\"}");
  }
}
