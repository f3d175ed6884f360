package io.spoor.storage.elasticsearch.connection;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * One request. Paths are encoded by the caller where names may hold more than letters, digits,
 * dashes, dots, stars and commas.
 *
 * @param parameters of the query string
 */
public record Request(
    String method, String path, Map<String, String> parameters, Optional<Body> body) {

  /** Bytes to send, which must not change until the answer is there. */
  public static final class Body {
    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final String contentType;

    private Body(byte[] bytes, int offset, int length, String contentType) {
      this.bytes = requireNonNull(bytes, "bytes");
      this.offset = offset;
      this.length = length;
      this.contentType = contentType;
    }

    byte[] bytes() {
      return bytes;
    }

    int offset() {
      return offset;
    }

    int length() {
      return length;
    }

    String contentType() {
      return contentType;
    }

    public static Body json(byte[] bytes) {
      return new Body(bytes, 0, bytes.length, "application/json");
    }

    /** Lines of JSON, for bulk and multi-search. */
    public static Body lines(byte[] bytes, int offset, int length) {
      return new Body(bytes, offset, length, "application/x-ndjson");
    }
  }

  public Request {
    requireNonNull(method, "method");
    requireNonNull(path, "path");
    parameters = Map.copyOf(parameters);
    requireNonNull(body, "body");
  }

  public static Request of(String method, String path) {
    return new Request(method, path, Map.of(), Optional.empty());
  }

  public static Request of(String method, String path, Body body) {
    return new Request(method, path, Map.of(), Optional.of(body));
  }

  public Request with(Map<String, String> queryParameters) {
    return new Request(method, path, queryParameters, body);
  }
}
