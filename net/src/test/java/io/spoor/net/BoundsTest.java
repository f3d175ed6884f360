package io.spoor.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A slow or hostile client is ended; those beside it are served. */
final class BoundsTest {
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ";
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "POST / HT",
        "POST / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        "PRI * HTTP/2.0\r\n\r\nSM",
        "\r\n\r\n",
      })
  void endsAConnectionWithoutARequest(String start) throws Exception {
    try (RunningDoor door = new RunningDoor(RunningDoor.BOUNDS);
        RawClient client = new RawClient(door.port)) {
      client.send(start);
      client.readToEnd();
      assertEquals(1, door.closed("no_request"));
      assertServed(door);
    }
  }

  @Test
  void endsHeadersThatComeByteByByte() throws Exception {
    try (RunningDoor door = new RunningDoor(RunningDoor.BOUNDS);
        RawClient client = new RawClient(door.port)) {
      client.send("POST / HTTP/1.1\r\n");
      long[] next = {System.nanoTime()};
      RunningDoor.eventually(
          () -> {
            try {
              if (System.nanoTime() - next[0] > 0) {
                client.send("X");
                next[0] += 5_000_000;
              }
              return door.closed("no_request") == 1;
            } catch (IOException e) {
              return true;
            }
          });
      assertEquals(1, door.closed("no_request"));
    }
  }

  @Test
  void endsALaterRequestWhoseHeadersDoNotEnd() throws Exception {
    try (RunningDoor door = new RunningDoor(RunningDoor.BOUNDS);
        RawClient client = new RawClient(door.port)) {
      client.send(POST + "2\r\n\r\nab");
      assertTrue(client.readUntil("\r\n\r\n2").startsWith("HTTP/1.1 200"));
      client.send("POST / HTTP/1.1\r\nHos");
      client.readToEnd();
      assertEquals(1, door.closed("no_request"));
    }
  }

  @Test
  void keepsAConnectionThatIsIdleBetweenRequests() throws Exception {
    Bounds bounds = RunningDoor.BOUNDS;
    try (RunningDoor door = new RunningDoor(bounds);
        RawClient client = new RawClient(door.port);
        RawClient silent = new RawClient(door.port)) {
      client.send(POST + "2\r\n\r\nab");
      client.readUntil("\r\n\r\n2");
      silent.readToEnd(); // longer than any bound but that on idleness
      client.send(POST + "3\r\n\r\nabc");
      client.readUntil("\r\n\r\n3");
    }
  }

  @Test
  void endsABodyThatDoesNotEnd() throws Exception {
    try (RunningDoor door = new RunningDoor(RunningDoor.BOUNDS);
        RawClient client = new RawClient(door.port)) {
      client.send(POST + "1000\r\n\r\nab");
      assertTrue(client.readToEnd().startsWith("HTTP/1.1 408"));
      assertEquals(1, door.closed("slow_request"));
      assertServed(door);
    }
  }

  @Test
  void endsAStreamWhoseBodyDoesNotEndAndServesTheOthersOfItsConnection() throws Exception {
    try (RunningDoor door = new RunningDoor(RunningDoor.BOUNDS)) {
      HttpClient client = http2(door);
      HttpClientRequest slow =
          RunningDoor.await(client.request(HttpMethod.POST, door.port, "127.0.0.1", "/"));
      slow.setChunked(true);
      RunningDoor.await(slow.sendHead());
      HttpClientResponse refused = RunningDoor.await(slow.response());
      assertEquals(408, refused.statusCode());
      RunningDoor.eventually(() -> door.closed("slow_request") == 1);
      assertEquals(200, post(client, door, "abc").statusCode());
      assertEquals(1, door.connections());
    }
  }

  @Test
  void endsABodyThatWasRefusedAndGoesOn() throws Exception {
    Bounds bounds =
        RunningDoor.BOUNDS.withTimes(
            Duration.ofMillis(400), Duration.ofMinutes(1), Duration.ofMinutes(1));
    try (RunningDoor door = new RunningDoor(bounds);
        RawClient client = new RawClient(door.port)) {
      client.send("POST /refuse HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000000\r\n\r\n");
      client.readUntil("too large");
      byte[] more = new byte[10_000];
      RunningDoor.eventually(
          () -> {
            try {
              client.send(more);
              return false;
            } catch (IOException e) {
              return true;
            }
          });
      assertEquals(1, door.closed("unread_body"));
    }
  }

  @Test
  void endsAnIdleConnection() throws Exception {
    Bounds bounds =
        RunningDoor.BOUNDS.withTimes(
            Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(300));
    try (RunningDoor door = new RunningDoor(bounds);
        RawClient client = new RawClient(door.port)) {
      client.send(POST + "2\r\n\r\nab");
      client.readUntil("\r\n\r\n2");
      client.readToEnd();
      assertEquals(1, door.closed("idle"));
      HttpClient two = http2(door);
      post(two, door, "abc");
      RunningDoor.eventually(() -> door.connections() == 0);
      assertEquals(2, door.closed("idle"));
      assertEquals(200, post(two, door, "abc").statusCode());
    }
  }

  @Test
  void sendsAnOldConnectionElsewhereWithoutLosingARequest() throws Exception {
    Bounds bounds = RunningDoor.BOUNDS.withAge(Duration.ofMillis(200), Duration.ofSeconds(20));
    try (RunningDoor door = new RunningDoor(bounds)) {
      HttpClient client = http2(door);
      RunningDoor.eventually(
          () -> {
            assertEquals(200, post(client, door, "abc").statusCode());
            return door.closed("age") >= 2;
          });
    }
  }

  @Test
  void refusesConnectionsBeyondTheBound() throws Exception {
    Crowd crowd = new Crowd(3, 100);
    try (RunningDoor door =
        new RunningDoor(Bounds.DEFAULTS, crowd, Gate.OPEN, x -> Optional.empty())) {
      List<RawClient> held = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        held.add(new RawClient(door.port));
      }
      RunningDoor.eventually(() -> door.connections() == 3);
      try (RawClient fourth = new RawClient(door.port)) {
        assertEquals("", fourth.readToEnd());
      }
      assertEquals(1, door.closed("too_many_connections"));
      held.remove(0).close();
      RunningDoor.eventually(() -> door.connections() == 2);
      assertServed(door);
      for (RawClient client : held) {
        client.close();
      }
      RunningDoor.eventually(() -> crowd.senders() <= 1);
    }
  }

  @Test
  void refusesConnectionsOfOneAddressAndServesAnother() throws Exception {
    Crowd crowd = new Crowd(100, 2);
    try (RunningDoor door =
            new RunningDoor(Bounds.DEFAULTS, crowd, Gate.OPEN, x -> Optional.empty());
        RawClient first = new RawClient(door.port);
        RawClient second = new RawClient(door.port)) {
      RunningDoor.eventually(() -> door.connections() == 2);
      try (RawClient third = new RawClient(door.port)) {
        third.readToEnd();
      }
      assertEquals(1, door.closed("too_many_connections_of_one_address"));
      try (Socket other = new Socket()) {
        other.bind(new InetSocketAddress("127.0.0.2", 0));
        other.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port));
        other.getOutputStream().write((POST + "0\r\n\r\n").getBytes(US_ASCII));
        assertEquals('H', other.getInputStream().read());
      }
      first.send(POST + "0\r\n\r\n");
      first.readUntil("\r\n\r\n0");
      second.send(POST + "0\r\n\r\n");
      second.readUntil("\r\n\r\n0");
    }
  }

  @Test
  void refusesHeadersThatAreTooLarge() throws Exception {
    try (RunningDoor door = new RunningDoor(RunningDoor.BOUNDS);
        RawClient client = new RawClient(door.port)) {
      client.send("GET / HTTP/1.1\r\nX: " + "x".repeat(40_000));
      assertTrue(client.readToEnd().startsWith("HTTP/1.1 431"));
      assertServed(door);
    }
  }

  @Test
  void endsAConnectionThatOpensStreamsToResetThem() throws Exception {
    try (RunningDoor door = new RunningDoor(RunningDoor.BOUNDS);
        RawClient client = new RawClient(door.port)) {
      client.send(PREFACE);
      client.send(Http2Frames.settings());
      for (int stream = 1; stream < 2000; stream += 2) {
        try {
          client.send(Http2Frames.get(stream));
          client.send(Http2Frames.reset(stream));
        } catch (IOException e) {
          break;
        }
      }
      client.readToEnd();
      assertServed(door);
    }
  }

  @Test
  void endsAConnectionWhoseHeadersGoOnForEver() throws Exception {
    try (RunningDoor door = new RunningDoor(RunningDoor.BOUNDS);
        RawClient client = new RawClient(door.port)) {
      client.send(PREFACE);
      client.send(Http2Frames.settings());
      client.send(Http2Frames.frame(1, 0, 1, new byte[] {(byte) 0x82}));
      try {
        for (int i = 0; i < 10_000; i++) {
          client.send(Http2Frames.frame(9, 0, 1, new byte[0]));
        }
      } catch (IOException e) {
        // Ended while sending.
      }
      client.readToEnd();
      assertServed(door);
    }
  }

  /** Asked again where this process itself was too slow for the bounds. */
  private static void assertServed(RunningDoor door) {
    RunningDoor.eventually(
        () -> {
          try (RawClient other = new RawClient(door.port)) {
            other.send(POST + "2\r\n\r\nab");
            return other.readUntil("\r\n\r\n2").startsWith("HTTP/1.1 200");
          } catch (IOException e) {
            return false;
          }
        });
  }

  private static HttpClient http2(RunningDoor door) {
    return door.vertx.createHttpClient(
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false));
  }

  private static HttpClientResponse post(HttpClient client, RunningDoor door, String body) {
    return RunningDoor.await(
        client
            .request(HttpMethod.POST, door.port, "127.0.0.1", "/")
            .compose(request -> request.send(body))
            .compose(response -> response.end().map(response)));
  }
}
