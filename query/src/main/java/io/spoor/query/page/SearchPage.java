package io.spoor.query.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * One page with a form and a script that asks the HTTP API; everything it shows from spans is set
 * as text.
 */
public final class SearchPage {
  private static final String HTML = read("search.html");

  private SearchPage() {}

  public static void send(HttpServerResponse response) {
    response
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(Buffer.buffer(HTML));
  }

  private static String read(String resource) {
    try (InputStream in = SearchPage.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
