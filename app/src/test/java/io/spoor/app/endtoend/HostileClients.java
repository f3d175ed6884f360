package io.spoor.app.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.app.endtoend.SpoorProcess.Port;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Clients that mean harm, or are broken in ways that do it. One thread. */
final class HostileClients {
  private static final int CONNECT_MILLIS = 2_000;
  private static final byte[] BOMB = bomb(64 << 20);

  /** Where a body is posted, and of what type. */
  private static final Map<Port, String[]> HTTP =
      Map.of(
          Port.OTLP_HTTP, new String[] {"/v1/traces", "application/x-protobuf"},
          Port.THRIFT_HTTP, new String[] {"/api/traces", "application/x-thrift"},
          Port.ZIPKIN, new String[] {"/api/v2/spans", "application/json"});

  private static final List<Port> TCP =
      List.of(
          Port.JAEGER_GRPC,
          Port.THRIFT_HTTP,
          Port.TCHANNEL,
          Port.ZIPKIN,
          Port.OTLP_GRPC,
          Port.OTLP_HTTP);
  private static final List<Port> UDP = List.of(Port.UDP_COMPACT, Port.UDP_BINARY, Port.UDP_ZIPKIN);

  private final SpoorProcess victim;

  HostileClients(SpoorProcess victim) {
    this.victim = victim;
  }

  /** Connections on every port that never say a word. */
  void storm(int each, Duration hold) throws InterruptedException {
    List<Socket> sockets = new ArrayList<>();
    for (Port port : TCP) {
      for (int i = 0; i < each; i++) {
        connect(port, sockets);
      }
    }
    TimeUnit.NANOSECONDS.sleep(hold.toNanos());
    close(sockets);
  }

  /** Requests on every port that come a byte at a time and never end. */
  void slowloris(int each, Duration hold) throws InterruptedException {
    List<Socket> sockets = new ArrayList<>();
    for (Port port : TCP) {
      for (int i = 0; i < each; i++) {
        connect(port, sockets);
      }
    }
    byte[] drip =
        "POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\nX-A: ".getBytes(US_ASCII);
    long end = System.nanoTime() + hold.toNanos();
    for (int at = 0; System.nanoTime() < end; at++) {
      for (Socket socket : sockets) {
        write(socket, new byte[] {at < drip.length ? drip[at] : (byte) 'a'});
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    close(sockets);
  }

  /** Noise on every port. */
  void noise(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Socket> sockets = new ArrayList<>();
    for (Port port : TCP) {
      for (int i = 0; i < 8; i++) {
        byte[] bytes = new byte[random.nextInt(1, 4096)];
        random.nextBytes(bytes);
        connect(port, sockets);
        write(sockets.get(sockets.size() - 1), bytes);
      }
    }
    close(sockets);
  }

  /** Noise in datagrams. */
  void datagrams(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (Port port : UDP) {
        for (int i = 0; i < 50; i++) {
          byte[] bytes = new byte[random.nextInt(0, 60_000)];
          random.nextBytes(bytes);
          socket.send(
              new DatagramPacket(
                  bytes, bytes.length, InetAddress.getLoopbackAddress(), victim.port(port)));
        }
      }
    }
  }

  /** A small body on every HTTP port that would inflate to 64 MiB; none may be taken. */
  void bombs() {
    HTTP.forEach((port, target) -> post(port, target, BOMB, "gzip"));
  }

  /** A body on every HTTP port beyond what is allowed; none may be taken. */
  void oversize() {
    byte[] body = new byte[24 << 20];
    HTTP.forEach((port, target) -> post(port, target, body, "identity"));
  }

  private void post(Port port, String[] target, byte[] body, String encoding) {
    HttpRequest request =
        HttpRequest.newBuilder(victim.uri(port, target[0]))
            .header("Content-Type", target[1])
            .header("Content-Encoding", encoding)
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      int status = victim.send(request).statusCode();
      if (status / 100 == 2) {
        throw new AssertionError(port + " took " + body.length + " bytes of " + encoding);
      }
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof HttpTimeoutException) {
        throw new AssertionError(port + " did not answer", e);
      }
      // Closed in the middle of the body: an answer, too.
      return;
    }
  }

  private void connect(Port port, List<Socket> sockets) {
    Socket socket = new Socket();
    sockets.add(socket);
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), victim.port(port)),
          CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      // Turned away: what a bound is for.
      return;
    }
  }

  private static void write(Socket socket, byte[] bytes) {
    if (!socket.isConnected() || socket.isClosed()) {
      return;
    }
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
    } catch (IOException e) {
      close(List.of(socket));
    }
  }

  private static void close(List<Socket> sockets) {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static byte[] bomb(int bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      byte[] zeros = new byte[1 << 16];
      for (int i = 0; i < bytes; i += zeros.length) {
        gzip.write(zeros);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
