package io.spoor.app.endtoend;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A unary gRPC call over bare HTTP/2, with nothing in it that would keep a test from sending what
 * is wrong.
 */
final class RawGrpc {

  /** What the trailers say; details are those of {@code grpc-status-details-bin}. */
  record Answer(String status, String message, Optional<String> details) {}

  private final Vertx vertx;

  RawGrpc(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Sends one message.
   *
   * @param encoding the value of {@code grpc-encoding}, which is not sent if empty
   * @param compressed what the message's prefix says of it
   */
  Answer call(int port, String path, String encoding, boolean compressed, byte[] body)
      throws Exception {
    return call(port, path, encoding, compressed, body, Map.of());
  }

  /** Sends an empty message along with headers. */
  Answer call(int port, String path, Map<String, String> headers) throws Exception {
    return call(port, path, "", false, new byte[0], headers);
  }

  private Answer call(
      int port,
      String path,
      String encoding,
      boolean compressed,
      byte[] body,
      Map<String, String> headers)
      throws Exception {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setPort(port)
            .setHost("localhost")
            .setURI(path)
            .putHeader("content-type", "application/grpc")
            .putHeader("te", "trailers");
    headers.forEach(options::putHeader);
    if (!encoding.isEmpty()) {
      options.putHeader("grpc-encoding", encoding);
    }
    Buffer message =
        Buffer.buffer()
            .appendByte((byte) (compressed ? 1 : 0))
            .appendInt(body.length)
            .appendBytes(body);
    return client
        .request(options)
        .compose(request -> request.send(message))
        .compose(
            response ->
                response
                    .end()
                    .map(
                        ended ->
                            new Answer(
                                trailer(response, "grpc-status").orElse("none"),
                                trailer(response, "grpc-message").orElse(""),
                                trailer(response, "grpc-status-details-bin"))))
        .eventually(client::close)
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  /** An answer without a message has its trailers among the headers. */
  private static Optional<String> trailer(HttpClientResponse response, String name) {
    return Optional.ofNullable(response.getTrailer(name))
        .or(() -> Optional.ofNullable(response.getHeader(name)));
  }
}
