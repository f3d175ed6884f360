package io.spoor.storage.elasticsearch.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/**
 * What a client sent to the proxy.
 *
 * @param path as it was encoded, without the query
 * @param query without its question mark; empty when there is none
 * @param headers whatever the case of their names
 * @param body as it was sent, compressed perhaps
 */
public record RecordedRequest(
    String method, String path, String query, MultiMap headers, Buffer body) {

  /** The first value, or nothing but an empty text. */
  public String header(String name) {
    return headers.contains(name) ? headers.get(name) : "";
  }

  /** The body as text, inflated if it was compressed. */
  public String text() {
    byte[] bytes = body.getBytes();
    if (!header("content-encoding").equals("gzip")) {
      return new String(bytes, UTF_8);
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean is(String wantedMethod, String wantedPath) {
    return method.equals(wantedMethod) && path.equals(wantedPath);
  }

  @Override
  public String toString() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }
}
