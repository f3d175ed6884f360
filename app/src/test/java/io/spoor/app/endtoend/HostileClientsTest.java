package io.spoor.app.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.endtoend.SpoorProcess.Port;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a slow or hostile client does to any port: little, and not for long. */
final class HostileClientsTest {
  private static final int MAX_CONNECTIONS = 200;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  @TempDir static Path directory;
  private static SpoorProcess spoor;
  private static Vertx vertx;
  private static RawGrpc grpc;

  @BeforeAll
  static void start() {
    spoor =
        SpoorProcess.start(
            directory,
            "--receiver.header-timeout=1s",
            "--receiver.request-timeout=2s",
            "--collector.http-server.read-header-timeout=1s",
            "--collector.otlp.http.read-header-timeout=1s",
            "--receiver.max-in-flight-bytes=8MiB",
            "--receiver.max-body-bytes=4MiB",
            "--receiver.max-connections=" + MAX_CONNECTIONS);
    vertx = Vertx.vertx();
    grpc = new RawGrpc(vertx);
  }

  @AfterAll
  static void stop() throws Exception {
    spoor.close();
    vertx.close().await();
  }

  @AfterEach
  void everythingIsGivenBack() {
    spoor.await("memory", () -> spoor.metric("spoor_receiver_in_flight_bytes") == 0);
    assertTrue(spoor.isAlive());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "JAEGER_GRPC",
        "THRIFT_HTTP",
        "TCHANNEL",
        "ZIPKIN",
        "OTLP_GRPC",
        "OTLP_HTTP",
        "SAMPLING"
      })
  void endsConnectionsThatSayNothingOrHalfOfIt(Port port) throws Exception {
    List<Socket> slow = new ArrayList<>();
    for (String start :
        new String[] {"", "P", "POST / HTTP/1.1\r\nHost: a\r\nX: ", PREFACE.substring(0, 20)}) {
      slow.add(connect(port, start));
    }
    assertOthersAreServed();
    for (Socket socket : slow) {
      readToEnd(socket);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"THRIFT_HTTP", "ZIPKIN", "OTLP_HTTP"})
  void endsBodiesThatDoNotEnd(Port port) throws Exception {
    String head =
        "POST "
            + path(port)
            + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n[";
    Socket slow = connect(port, head);
    assertOthersAreServed();
    String answer = readToEnd(slow);
    assertTrue(answer.startsWith("HTTP/1.1 408"), answer);
  }

  @ParameterizedTest
  @EnumSource(names = {"JAEGER_GRPC", "OTLP_GRPC"})
  void endsCallsWhoseMessageDoesNotEnd(Port port) throws Exception {
    double before = spoor.metric(closed(port, "slow_request"));
    Socket slow = connect(port, PREFACE);
    slow.getOutputStream().write(frame(4, 0, 0));
    byte[] path = path(port).getBytes(ISO_8859_1);
    byte[] type = "application/grpc".getBytes(ISO_8859_1);
    ByteBuffer head = ByteBuffer.allocate(200).put((byte) 0x83).put((byte) 0x86);
    // Literals without indexing: :path, :authority, content-type.
    head.put((byte) 0x04).put((byte) path.length).put(path);
    head.put((byte) 0x01).put((byte) 1).put((byte) 'a');
    head.put((byte) 0x0f).put((byte) 0x10).put((byte) type.length).put(type);
    byte[] block = new byte[head.position()];
    head.flip().get(block);
    slow.getOutputStream().write(frame(1, 0x4, 1, block));
    // A message of a megabyte, of which the start comes.
    slow.getOutputStream().write(frame(0, 0, 1, new byte[] {0, 0, 0x10, 0, 0, 1, 2, 3}));
    spoor.await(
        "its bytes",
        () ->
            spoor.metric("spoor_receiver_in_flight_bytes") > 0
                || spoor.metric(closed(port, "slow_request")) > before);
    assertOthersAreServed();
    spoor.await("its end", () -> spoor.metric(closed(port, "slow_request")) > before);
    slow.close();
  }

  @Test
  void bearsAStormOfConnections() throws Exception {
    List<Port> targets = List.of(Port.JAEGER_GRPC, Port.THRIFT_HTTP, Port.TCHANNEL, Port.ZIPKIN);
    List<Socket> storm = new ArrayList<>();
    // Silent ones are ended after a second: where it takes longer to make them, more are needed.
    spoor.await(
        "refusals",
        () -> {
          for (int i = 0; i < MAX_CONNECTIONS + 100; i++) {
            try {
              storm.add(connect(targets.get(i % targets.size()), ""));
            } catch (IOException e) {
              // Refused at once.
            }
          }
          return targets.stream()
                  .mapToDouble(port -> spoor.metric(closed(port, "too_many_connections")))
                  .sum()
              > 0;
        });
    // Readers and probes have a bound of their own.
    spoor.get(Port.ADMIN, "/");
    spoor.get(Port.QUERY, "/api/services");
    for (Socket socket : storm) {
      socket.close();
    }
    spoor.await("room", () -> isServed());
  }

  @Test
  void oneSenderCannotHoldAllMemory() throws Exception {
    List<Socket> greedy = new ArrayList<>();
    String head =
        "POST /v1/traces HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 4000000\r\n\r\n";
    byte[] most = new byte[3_000_000];
    for (int i = 0; i < 4; i++) {
      Socket socket = connect(Port.OTLP_HTTP, head);
      greedy.add(socket);
      try {
        socket.getOutputStream().write(most);
      } catch (SocketException e) {
        // Refused, and cut off.
      }
    }
    spoor.await("its bytes", () -> spoor.metric("spoor_receiver_in_flight_bytes") > 0);
    assertTrue(spoor.metric("spoor_receiver_in_flight_bytes") <= 4 << 20);
    for (Socket socket : greedy) {
      socket.close();
    }
  }

  private static void assertOthersAreServed() throws Exception {
    // Again where this process itself was too slow for the bounds.
    spoor.await("others to be served", HostileClientsTest::isServed);
    for (Port port : new Port[] {Port.JAEGER_GRPC, Port.OTLP_GRPC}) {
      spoor.await("calls of others", () -> isServed(port));
    }
  }

  private static boolean isServed(Port port) {
    try {
      return grpc.call(spoor.port(port), path(port), Map.of()).status().equals("0");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (Exception e) {
      return false;
    }
  }

  private static boolean isServed() {
    try {
      return SpoorProcess.HTTP
              .send(
                  HttpRequest.newBuilder(spoor.uri(Port.ZIPKIN, "/api/v2/spans"))
                      .POST(BodyPublishers.ofString("[]"))
                      .build(),
                  java.net.http.HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 202;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String path(Port port) {
    return switch (port) {
      case JAEGER_GRPC -> "/jaeger.api_v2.CollectorService/PostSpans";
      case OTLP_GRPC -> "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
      case OTLP_HTTP -> "/v1/traces";
      case ZIPKIN -> "/api/v2/spans";
      default -> "/api/traces";
    };
  }

  private static String closed(Port port, String reason) {
    String receiver =
        switch (port) {
          case JAEGER_GRPC -> "jaeger-grpc";
          case OTLP_GRPC -> "otlp-grpc";
          case OTLP_HTTP -> "otlp-http";
          case THRIFT_HTTP -> "thrift-http";
          case ZIPKIN -> "zipkin";
          case TCHANNEL -> "tchannel";
          default -> throw new IllegalArgumentException(port.name());
        };
    return "spoor_receiver_connections_closed_total{reason=\""
        + reason
        + "\",receiver=\""
        + receiver
        + "\"}";
  }

  private static byte[] frame(int type, int flags, int stream, byte... payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) 0)
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private static Socket connect(Port port, String start) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), spoor.port(port));
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write(start.getBytes(ISO_8859_1));
    return socket;
  }

  /** What comes until the server ends the connection; fails if it does not. */
  private static String readToEnd(Socket socket) throws IOException {
    StringBuilder read = new StringBuilder();
    try (socket) {
      InputStream in = socket.getInputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        read.append((char) b);
      }
    } catch (SocketException e) {
      // Reset: ended, too.
    }
    return read.toString();
  }
}
