package io.spoor.storage.elasticsearch.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;

/** What the cluster said. */
public final class Answer {
  private static final int MAX_REASON = 500;

  private final int status;
  private final byte[] body;

  Answer(int status, byte[] body) {
    this.status = status;
    this.body = requireNonNull(body, "body");
  }

  /** Of HTTP. */
  public int status() {
    return status;
  }

  /** Owned by whoever asked. */
  public byte[] body() {
    return body;
  }

  public boolean isOk() {
    return status >= 200 && status < 300;
  }

  /** Itself if it is good, else a {@link StorageException} with the server's words. */
  public Answer orThrow(String what) {
    if (isOk()) {
      return this;
    }
    throw failure(what);
  }

  /** Why this answer is not good: overload and trouble of the server's own pass, the rest stays. */
  public StorageException failure(String what) {
    return new StorageException(
        isTransient(status) ? Kind.TRANSIENT : Kind.PERMANENT,
        what + ": Elasticsearch " + verdict() + ": " + reason());
  }

  /** Whether the same request may be answered otherwise later. */
  public static boolean isTransient(int status) {
    return status == 429 || status == 408 || status >= 500 || status == 401 || status == 403;
  }

  private String verdict() {
    return switch (status) {
      case 401 -> "refuses our credentials (401)";
      case 403 -> "denies us the right (403)";
      default -> "answers " + status;
    };
  }

  private String reason() {
    String text = new String(body, 0, Math.min(body.length, 4 * MAX_REASON), UTF_8);
    return text.length() > MAX_REASON ? text.substring(0, MAX_REASON) + "..." : text;
  }
}
