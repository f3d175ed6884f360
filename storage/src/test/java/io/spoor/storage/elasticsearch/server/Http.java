package io.spoor.storage.elasticsearch.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** The tests' own way to a server, independent of the client under test: the JDK's. */
final class Http {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient client;
  private final Map<String, String> headers;
  private final boolean tls;

  private Http(HttpClient client, Map<String, String> headers, boolean tls) {
    this.client = client;
    this.headers = headers;
    this.tls = tls;
  }

  static Http plain() {
    return with(Optional.empty(), Map.of());
  }

  static Http with(Optional<SSLContext> tls, Map<String, String> headers) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10));
    tls.ifPresent(builder::sslContext);
    return new Http(builder.build(), Map.copyOf(headers), tls.isPresent());
  }

  boolean tls() {
    return tls;
  }

  /** An empty body is none. */
  Reply send(String method, URI uri, String body) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
    headers.forEach(request::header);
    if (body.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      boolean lines = uri.getPath().endsWith("_bulk") || uri.getPath().endsWith("_msearch");
      request.header("content-type", lines ? "application/x-ndjson" : "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(
          answer.statusCode(),
          answer.headers().map().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().get(0))),
          new String(answer.body(), UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
