package io.spoor.query.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.net.Door;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.query.fake.TestSpans;
import io.spoor.storage.DependencyReader;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.Tenant;
import io.spoor.storage.TraceReader;
import io.spoor.storage.embedded.EmbeddedStorage;
import io.spoor.storage.embedded.Tuning;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A query server on a free port. What is asked goes over a plain socket as it stands, so that a
 * test can send what no HTTP client would.
 */
final class RunningQuery implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Vertx vertx = Vertx.vertx();
  private final Optional<SpanStorage> storage;
  private final int port = freePort();

  /** What came back. Header names are in any case. */
  record Response(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private RunningQuery(Optional<TraceReader> reader, DependencyReader dependencies) {
    this.storage = reader.isPresent() ? Optional.empty() : Optional.of(memory());
    TraceReader read = reader.orElseGet(() -> storage.orElseThrow().reader());
    start(new TestStore(storage, read, dependencies), false);
  }

  private RunningQuery(SpanStorage store, boolean asksAsCallers) {
    this.storage = Optional.empty();
    start(store, asksAsCallers);
  }

  private void start(SpanStorage store, boolean asksAsCallers) {
    WorkerExecutor rendering = vertx.createSharedWorkerExecutor("render", 1);
    QueryServer server =
        new QueryServer(
            store,
            asksAsCallers,
            Door.open(new HttpServerOptions().setHost("127.0.0.1").setPort(port)),
            rendering,
            RequestObserver.NONE,
            InstantSource.fixed(TestSpans.NOW));
    await(vertx.deployVerticle(server));
  }

  /** Over an empty store in memory. */
  static RunningQuery overMemory() {
    return over(DependencyReader.NONE);
  }

  /** Asks the store as whoever asks, if so told. */
  static RunningQuery over(SpanStorage store, boolean asksAsCallers) {
    return new RunningQuery(store, asksAsCallers);
  }

  static RunningQuery over(TraceReader reader) {
    return new RunningQuery(Optional.of(reader), DependencyReader.NONE);
  }

  /** Over an empty store in memory that knows these dependencies. */
  static RunningQuery over(DependencyReader dependencies) {
    return new RunningQuery(Optional.empty(), dependencies);
  }

  /** Stores spans; they are found when this returns. */
  void store(Span.Builder... spans) {
    await(storage.orElseThrow().writer().write(Tenant.DEFAULT, TestSpans.batch(spans)));
  }

  Response get(String target) {
    return get(target, "");
  }

  /**
   * @param headers further ones, each with its line end
   */
  Response get(String target, String headers) {
    return send("GET", target, headers);
  }

  /** Sends a request without a body. */
  Response send(String method, String target) {
    return send(method, target, "");
  }

  private Response send(String method, String target, String headers) {
    String request =
        method + " " + target + " HTTP/1.1\r\nHost: q\r\nConnection: close\r\n" + headers + "\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return parse(new String(socket.getInputStream().readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    storage.ifPresent(store -> await(store.close()));
    await(vertx.close());
  }

  private SpanStorage memory() {
    return await(
        EmbeddedStorage.openInMemory(
            vertx, 0, Tuning.DEFAULTS.withWindow(Duration.ofMillis(5)), new SimpleMeterRegistry()));
  }

  private static Response parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    String[] head = text.substring(0, end).split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < head.length; i++) {
      int colon = head[i].indexOf(':');
      headers.put(head[i].substring(0, colon), head[i].substring(colon + 1).trim());
    }
    return new Response(
        Integer.parseInt(head[0].substring(9, 12)), headers, text.substring(end + 4));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in " + PATIENCE_SECONDS + " s", e);
    }
  }
}
