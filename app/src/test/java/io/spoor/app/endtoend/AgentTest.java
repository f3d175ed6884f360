package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jaegertracing.internal.JaegerSpan;
import io.jaegertracing.internal.JaegerTracer;
import io.jaegertracing.internal.reporters.RemoteReporter;
import io.jaegertracing.internal.samplers.ConstSampler;
import io.jaegertracing.internal.samplers.HttpSamplingManager;
import io.jaegertracing.internal.samplers.RemoteControlledSampler;
import io.jaegertracing.thrift.internal.senders.UdpSender;
import io.spoor.app.endtoend.SpoorProcess.Port;
import io.spoor.app.traffic.ExpectedTraces;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent before a collector, each in its process. */
final class AgentTest {
  private static final int SEED = 4711;
  private static final int TRACES = 800;

  /** An emitBatch of one span of trace 1, in compact Thrift (contract: collector.md §6.3). */
  private static final byte[] PACKET =
      HexFormat.of()
          .parseHex(
              "82810109656d697442617463681c1c180373766300191c160216001604160018026f702502168080f28183"
                  + "89850616b817191c18016b150018017600000000");

  private static final String STRATEGIES =
      """
      {"service_strategies": [{"service": "shop", "type": "probabilistic", "param": 1}],
       "default_strategy": {"type": "ratelimiting", "param": 7}}
      """;

  @TempDir static Path shared;
  @TempDir Path directory;
  private static SpoorProcess collector;
  private static KeyPairFiles server;
  private static KeyPairFiles client;

  /** Its gRPC port wants certificates; the others are open. */
  @BeforeAll
  static void start() throws Exception {
    server = KeyPairFiles.make(shared, "server", "san=dns:collector.example");
    client = KeyPairFiles.make(shared, "workload");
    Path strategies = Files.writeString(shared.resolve("strategies.json"), STRATEGIES);
    collector =
        SpoorProcess.start(
            shared,
            "--sampling.strategies-file=" + strategies,
            "--collector.grpc.tls.enabled",
            "--collector.grpc.tls.cert=" + server.certificate(),
            "--collector.grpc.tls.key=" + server.key(),
            "--collector.grpc.tls.client-ca=" + client.certificate());
  }

  @AfterAll
  static void stop() throws InterruptedException {
    collector.close();
  }

  @Test
  void servesJaegersOwnClientOverMutualTls() throws Exception {
    try (SpoorProcess agent =
            SpoorProcess.startAgent(
                directory,
                "--reporter.grpc.host-port=dns:///127.0.0.1:" + collector.port(Port.JAEGER_GRPC),
                "--reporter.grpc.tls.enabled",
                "--reporter.grpc.tls.ca=" + server.certificate(),
                "--reporter.grpc.tls.cert=" + client.certificate(),
                "--reporter.grpc.tls.key=" + client.key(),
                "--reporter.grpc.tls.server-name=collector.example",
                "--jaeger.tags=zone=a,host=${NOBODY_SETS_THIS:nowhere}");
        JaegerTracer tracer =
            new JaegerTracer.Builder("shop")
                .withSampler(
                    new RemoteControlledSampler.Builder("shop")
                        .withSamplingManager(
                            new HttpSamplingManager("127.0.0.1:" + agent.port(Port.SAMPLING)))
                        .withInitialSampler(new ConstSampler(false))
                        .withPollingInterval(50)
                        .build())
                .withReporter(
                    new RemoteReporter.Builder()
                        .withSender(new UdpSender("127.0.0.1", agent.port(Port.UDP_COMPACT), 0))
                        .withFlushInterval(50)
                        .build())
                .build()) {
      JaegerSpan[] sampled = new JaegerSpan[1];
      agent.await(
          "the collector's strategy to reach the client",
          () -> {
            sampled[0] = tracer.buildSpan("buy").start();
            return sampled[0].context().isSampled();
          });
      sampled[0].finish();
      JsonNode trace = collector.awaitTrace(sampled[0].context().getTraceId(), 1);
      assertEquals("buy", trace.at("/spans/0/operationName").asText());
      assertEquals("probabilistic", tag(trace.at("/spans/0/tags"), "sampler.type"));
      assertEquals("a", tag(trace.at("/processes/p1/tags"), "zone"));
      assertEquals("nowhere", tag(trace.at("/processes/p1/tags"), "host"));
      assertTrue(agent.log().contains("--jaeger.tags is an old name of --agent.tags"), agent::log);
      assertEquals(
          7,
          agent
              .get(Port.SAMPLING, "/sampling?service=other")
              .at("/rateLimitingSampling/maxTracesPerSecond")
              .asInt());
    }
  }

  @Test
  void keepsWhatIsReportedOverTChannelAndStopsWhenItIsHandedOn() throws Exception {
    try (SpoorProcess agent =
            SpoorProcess.startAgent(
                directory, "--collector.host-port=127.0.0.1:" + collector.port(Port.TCHANNEL));
        DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              PACKET,
              PACKET.length,
              InetAddress.getLoopbackAddress(),
              agent.port(Port.UDP_COMPACT)));
      agent.await(
          "the packet",
          () -> agent.metric("spoor_receiver_spans_accepted_total{receiver=\"udp\"}") == 1);
      assertEquals(0, agent.terminate(), agent::log);
      assertTrue(agent.log().contains("Shutdown complete"), agent::log);
      collector.awaitTrace("0000000000000001", 1);
    }
  }

  @Test
  void losesNothingWhileTheCollectorIsKilledAndStartedAgain() throws Exception {
    Path data = Files.createDirectory(directory.resolve("collector"));
    try (SpoorProcess second = SpoorProcess.start(data);
        SpoorProcess agent =
            SpoorProcess.startAgent(
                directory,
                "--collector.otlp.enabled",
                "--reporter.grpc.host-port=127.0.0.1:" + second.port(Port.JAEGER_GRPC))) {
      Path acked = directory.resolve("acked");
      Process load = tracegen(agent, acked);
      agent.await("spans to arrive", () -> second.metric(accepted("jaeger-grpc")) > 500);
      second.kill();
      agent.await("spans to wait", () -> agent.metric("spoor_journal_records") > 30);
      assertEquals(200, health(agent), "a collector that is away is not the agent's illness");
      second.restart();
      assertTrue(load.waitFor(120, TimeUnit.SECONDS), "tracegen did not end");
      agent.await("the journal to be forwarded", () -> agent.metric("spoor_journal_records") == 0);
      second.await("the journal to be stored", () -> second.metric("spoor_journal_records") == 0);
      List<String> ids = Files.readAllLines(acked);
      assertEquals(TRACES, ids.size());
      Map<String, Set<String>> expected = ExpectedTraces.of(SEED, TRACES);
      for (String id : ids) {
        assertEquals(expected.get(id), spanIds(second, id), id);
      }
    }
  }

  private static int health(SpoorProcess agent) {
    return agent.send(HttpRequest.newBuilder(agent.uri(Port.ADMIN, "/")).build()).statusCode();
  }

  private static String accepted(String receiver) {
    return "spoor_receiver_spans_accepted_total{receiver=\"" + receiver + "\"}";
  }

  private Process tracegen(SpoorProcess agent, Path acked) throws Exception {
    List<String> command = new ArrayList<>(SpoorProcess.command("tracegen"));
    // Over UDP nobody could say which spans the system has dropped before the agent had them.
    command.add("--protocol=otlp-grpc");
    command.add("--endpoint=127.0.0.1:" + agent.port(Port.OTLP_GRPC));
    command.add("--acked-file=" + acked);
    command.add("--seed=" + SEED);
    command.add("--batch-spans=20");
    command.add("--rate=500");
    command.add("--traces=" + TRACES);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("tracegen.log").toFile())
        .start();
  }

  private static Set<String> spanIds(SpoorProcess spoor, String traceId) {
    HttpResponse<String> response =
        spoor.send(HttpRequest.newBuilder(spoor.uri(Port.QUERY, "/api/traces/" + traceId)).build());
    assertEquals(200, response.statusCode(), () -> traceId + " is lost: " + response.body());
    Set<String> ids = new HashSet<>();
    for (JsonNode span : spoor.get(Port.QUERY, "/api/traces/" + traceId).at("/data/0/spans")) {
      assertTrue(ids.add(span.get("spanID").asText()), () -> "a span twice in " + traceId);
    }
    return ids;
  }

  private static String tag(JsonNode tags, String key) {
    for (JsonNode tag : tags) {
      if (tag.get("key").asText().equals(key)) {
        return tag.get("value").asText();
      }
    }
    return "none in " + tags;
  }
}
