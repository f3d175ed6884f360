package io.spoor.storage.elasticsearch.connection;

import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.apache.http.ConnectionClosedException;
import org.apache.http.ContentTooLongException;
import org.apache.http.conn.ConnectTimeoutException;

/** Says in clear words why there is no answer. */
final class Trouble {
  private Trouble() {}

  static StorageException with(List<URI> servers, Throwable failure) {
    Kind kind =
        failure instanceof ContentTooLongException
            ? Kind.PERMANENT // and would be as long the next time
            : Kind.TRANSIENT;
    return new StorageException(
        kind,
        "Elasticsearch at "
            + servers.stream().map(URI::toString).collect(Collectors.joining(", "))
            + ": "
            + words(failure),
        failure);
  }

  private static String words(Throwable failure) {
    String message =
        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    if (failure instanceof ConnectTimeoutException
        || failure instanceof SocketTimeoutException
        || failure instanceof TimeoutException) {
      return "timed out (" + message + ")";
    } else if (failure instanceof UnknownHostException) {
      return "unknown host (" + message + ")";
    } else if (failure instanceof ConnectException) {
      return "connection refused (" + message + ")";
    } else if (failure instanceof SSLException) {
      return "no trusted connection: certificate or TLS settings do not fit ("
          + root(failure)
          + ")";
    } else if (failure instanceof ConnectionClosedException) {
      return "connection closed before the answer (" + message + ")";
    } else if (failure instanceof ContentTooLongException) {
      return "answer too long: ask for less at a time (" + message + ")";
    }
    return "does not answer (" + message + ")";
  }

  /** Handshakes fail with the reason deep inside. */
  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
