package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.endtoend.SpoorProcess.Port;
import io.spoor.storage.elasticsearch.server.Certificates;
import io.spoor.storage.elasticsearch.server.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of the tutorial (contract: deploy.md §6.1) with Debian's nginx: an agent whose
 * certificate has a common name only and whose key is in PKCS#1, an ingress that ends TLS, demands
 * that certificate and looks at the name asked for, and the collector's port in the clear behind
 * it. Runs with {@code -Pnginx}, and then there must be an nginx.
 */
@Tag("nginx")
final class NginxTest {
  private static final String CLIENT = "workload@namespace";
  private static final int REQUESTS_A_CONNECTION = 20;

  @TempDir Path directory;
  private final Certificates servers = Certificates.create();
  private final Certificates workloads = Certificates.create();
  private SpoorProcess collector;
  private Process nginx;
  private int port;

  @BeforeEach
  void start() throws Exception {
    collector = SpoorProcess.start(Files.createDirectory(directory.resolve("collector")));
    Issued own = servers.issue("ingress", "localhost");
    file("server.crt", own.certificatePem());
    file("server.key", own.keyPem());
    file("ca.crt", servers.caPem());
    file("workloads.crt", workloads.caPem());
    Issued client = workloads.issueForClient(CLIENT);
    file("tls.crt", client.certificatePem());
    file("tls.key", client.pkcs1KeyPem());
    startNginx();
  }

  @AfterEach
  void stop() throws Exception {
    nginx.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    collector.close();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private void startNginx() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path configuration =
        file(
            "nginx.conf",
            """
            daemon off;
            master_process off;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log info;
            events {}
            http {
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              log_format tests '$connection|$ssl_server_name|$ssl_client_s_dn|$request_uri|$status';
              access_log %1$s/access.log tests;
              server {
                listen 127.0.0.1:%2$d ssl http2;
                server_name localhost;
                ssl_certificate %1$s/server.crt;
                ssl_certificate_key %1$s/server.key;
                ssl_client_certificate %1$s/workloads.crt;
                ssl_verify_client on;
                keepalive_requests %3$d;
                keepalive_timeout 1s;
                location / {
                  if ($ssl_server_name != "localhost") { return 421; }
                  grpc_pass grpc://127.0.0.1:%4$d;
                }
              }
            }
            """
                .formatted(
                    directory, port, REQUESTS_A_CONNECTION, collector.port(Port.JAEGER_GRPC)));
    nginx =
        new ProcessBuilder(binary(), "-c", configuration.toString(), "-e", directory + "/error.log")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("nginx.log").toFile())
            .start();
    collector.await("nginx" + Files.readString(directory.resolve("nginx.log")), this::listens);
  }

  /** Debian's, which is in nobody's path but root's. */
  private static String binary() {
    return List.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx").stream()
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no nginx: install Debian's package nginx-light"));
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private SpoorProcess agent(String... flags) throws IOException {
    String[] all = new String[flags.length + 4];
    all[0] = "--reporter.grpc.host-port=dns:///localhost:" + port;
    all[1] = "--reporter.grpc.tls.enabled=true";
    all[2] = "--collector.otlp.enabled=true";
    // No ca: as in a pod, the system's, where Go's programs look for them.
    all[3] = "--log-level=debug";
    System.arraycopy(flags, 0, all, 4, flags.length);
    return SpoorProcess.startAgent(
        Files.createTempDirectory(directory, "agent"),
        Map.of("SSL_CERT_FILE", directory.resolve("ca.crt").toString()),
        all);
  }

  @Test
  void losesNothingOnTheWayThroughAnIngressThatEndsItsConnections() throws Exception {
    try (SpoorProcess agent =
        agent(
            "--reporter.grpc.tls.cert=" + directory.resolve("tls.crt"),
            "--reporter.grpc.tls.key=" + directory.resolve("tls.key"))) {
      send(agent, 11);
      // Nobody sends for longer than the ingress keeps a connection: it closes it, gracefully.
      agent.await("the connection to be idle for too long", this::isIdle);
      send(agent, 12);

      Map<String, Integer> requests = new HashMap<>();
      for (String line : Files.readAllLines(directory.resolve("access.log"))) {
        String[] fields = line.split("\\|", -1);
        assertEquals("localhost", fields[1], line);
        assertEquals("CN=" + CLIENT, fields[2], line);
        assertEquals("/jaeger.api_v2.CollectorService/PostSpans", fields[3], line);
        requests.merge(fields[0], 1, Integer::sum);
      }
      // As many were ended after their last request, and one for being idle.
      assertTrue(requests.size() > 4, () -> "connections: " + requests);
      requests.forEach(
          (id, count) -> assertTrue(count <= REQUESTS_A_CONNECTION, requests::toString));
    }
  }

  /** Twice as long as it keeps connections. */
  private boolean isIdle() {
    try {
      Instant last = Files.getLastModifiedTime(directory.resolve("access.log")).toInstant();
      return last.plusSeconds(2).isBefore(Instant.now());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void send(SpoorProcess agent, int seed) throws Exception {
    try (AcknowledgedLoad load =
        AcknowledgedLoad.start(directory, agent, seed, "--traces=150", "--rate=4000")) {
      load.awaitEnd();
      agent.await(
          "the agent to have handed on all", () -> agent.metric("spoor_journal_records") == 0);
      collector.await(
          "the collector to have stored all", () -> collector.metric("spoor_journal_records") == 0);
      load.assertFoundBy(collector);
    }
  }

  @Test
  void getsNothingThroughWithoutTheCertificateThatIsDemanded() throws Exception {
    try (SpoorProcess agent = agent();
        AcknowledgedLoad load =
            AcknowledgedLoad.start(directory, agent, 13, "--traces=50", "--rate=4000")) {
      load.awaitEnd();
      agent.await("the ingress to refuse", () -> agent.metric("spoor_forward_retries_total") > 2);

      assertTrue(agent.metric("spoor_journal_records") > 0, "what waits is not lost");
      assertEquals(
          0, collector.metric("spoor_receiver_spans_accepted_total{receiver=\"jaeger-grpc\"}"));
    }
  }
}
