package io.spoor.net.reload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents from a server. */
@Timeout(30)
final class DocumentSourceTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void followsTheServerToWhereTheDocumentIs() throws Exception {
    String url =
        serve(
            request -> {
              if (request.path().equals("/here")) {
                request.response().end("{}");
              } else {
                request.response().setStatusCode(302).putHeader("Location", "/here").end();
              }
            });
    assertEquals("{}", new String(DocumentSource.of(url).read(), UTF_8));
  }

  @Test
  void refusesADocumentWithoutEnd() {
    URI url = URI.create(serve(request -> flood(request, Buffer.buffer(new byte[1000]))));
    BadDocumentException refused =
        assertThrows(BadDocumentException.class, () -> new DocumentSource.Url(url, 100_000).read());
    assertEquals("larger than 100000 bytes", refused.getMessage());
  }

  @Test
  void keepsNoThreadForEachReading() throws Exception {
    String url = serve(request -> request.response().end("{}"));
    Reloaded<String> document =
        Reloaded.load(url, bytes -> new String(bytes, UTF_8), "test", new SimpleMeterRegistry());
    long before = threads();
    for (int i = 0; i < 20; i++) {
      document.reload();
    }
    assertTrue(threads() - before < 5, threads() + " threads, " + before + " before");
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("HttpClient-"))
        .count();
  }

  private static void flood(HttpServerRequest request, Buffer chunk) {
    request.response().setChunked(true);
    request.response().exceptionHandler(gone -> {});
    request.response().drainHandler(drained -> pour(request, chunk));
    pour(request, chunk);
  }

  private static void pour(HttpServerRequest request, Buffer chunk) {
    while (!request.response().writeQueueFull() && !request.response().closed()) {
      request.response().write(chunk);
    }
  }

  private String serve(Handler<HttpServerRequest> handler) {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(handler)
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
    return "http://127.0.0.1:" + port + "/";
  }
}
