package io.spoor.collector.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.grpc.common.GrpcStatus;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One unary gRPC call on bare HTTP/2: both messages are bytes. Completes with the answer's message,
 * fails with {@link CallException}. Event loop of the connection.
 */
final class UnaryCall {
  /** Bytes before a message: a flag and its length. */
  static final int PREFIX = 5;

  private static final int MAX_ANSWER_BYTES = 4 << 20;
  private static final int OK = 200;

  /** HTTP/2's code for a stream that nobody waits for. */
  private static final long CANCEL = 8;

  private final Promise<Buffer> answer = Promise.promise();
  private Buffer body = Buffer.buffer();
  private Optional<HttpClientRequest> request = Optional.empty();
  private boolean cancelled;

  private UnaryCall() {}

  /**
   * Calls.
   *
   * @param message with its prefix
   * @param timeout after which the call is cancelled: then it fails with a TimeoutException
   * @param isDeadlineTold whether the server is told of it
   */
  static Future<Buffer> on(
      HttpClientConnection connection,
      String method,
      Buffer message,
      Duration timeout,
      boolean isDeadlineTold,
      Map<String, String> headers) {
    UnaryCall call = new UnaryCall();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setURI("/" + method)
            .putHeader("content-type", "application/grpc")
            .putHeader("te", "trailers")
            .putHeader("user-agent", "spoor");
    headers.forEach(options::putHeader);
    if (isDeadlineTold) {
      options.putHeader("grpc-timeout", timeout.toMillis() + "m");
    }
    connection
        .request(options)
        .onSuccess(request -> call.send(request, message))
        .onFailure(call::fail);
    return call.answer
        .future()
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(
            failure -> {
              if (failure instanceof TimeoutException) {
                call.cancel();
              }
            });
  }

  /** A message behind its prefix, uncompressed. */
  static Buffer frame(byte[] message) {
    return Buffer.buffer(PREFIX + message.length)
        .appendByte((byte) 0)
        .appendInt(message.length)
        .appendBytes(message);
  }

  private void cancel() {
    cancelled = true;
    request.ifPresent(open -> open.reset(CANCEL));
  }

  private void send(HttpClientRequest opened, Buffer message) {
    if (cancelled) {
      opened.reset(CANCEL);
      return;
    }
    request = Optional.of(opened);
    opened.exceptionHandler(this::fail);
    opened.response().onSuccess(this::read).onFailure(this::fail);
    opened.end(message).onFailure(this::fail);
  }

  private void read(HttpClientResponse response) {
    response.exceptionHandler(this::fail);
    response.handler(
        chunk -> {
          if (body.length() + (long) chunk.length() > MAX_ANSWER_BYTES) {
            answer.tryFail(
                new CallException(GrpcStatus.RESOURCE_EXHAUSTED, "the answer is too large"));
            request.ifPresent(HttpClientRequest::reset);
          } else {
            body.appendBuffer(chunk);
          }
        });
    response.endHandler(end -> end(response));
  }

  private void end(HttpClientResponse response) {
    Optional<String> status = trailer(response, "grpc-status");
    if (status.isEmpty()) {
      // A proxy's own words. Whatever they are, its operator can mend it: nothing is lost for it.
      answer.tryFail(
          CallException.unavailable(
              response.statusCode() == OK
                  ? "the answer has no grpc-status"
                  : "unexpected HTTP status code received from server: " + response.statusCode()));
      return;
    }
    GrpcStatus code = status(status.get());
    if (code != GrpcStatus.OK) {
      answer.tryFail(
          new CallException(
              code,
              trailer(response, "grpc-message").map(UnaryCall::decode).orElse(""),
              trailer(response, "grpc-status-details-bin")
                  .map(RetryInfo::delay)
                  .orElse(Duration.ZERO)));
    } else if (body.length() < PREFIX
        || body.getByte(0) != 0
        || body.getInt(1) != body.length() - PREFIX) {
      answer.tryFail(new CallException(GrpcStatus.INTERNAL, "the answer is not one plain message"));
    } else {
      answer.tryComplete(body.getBuffer(PREFIX, body.length()));
    }
  }

  private void fail(Throwable failure) {
    answer.tryFail(
        failure instanceof CallException
            ? failure
            : CallException.unavailable("transport: " + failure.getMessage()));
  }

  /** An answer without a message has its trailers among the headers. */
  private static Optional<String> trailer(HttpClientResponse response, String name) {
    return Optional.ofNullable(response.getTrailer(name))
        .or(() -> Optional.ofNullable(response.getHeader(name)));
  }

  private static GrpcStatus status(String text) {
    try {
      GrpcStatus status = GrpcStatus.valueOf(Integer.parseInt(text));
      return status == null ? GrpcStatus.UNKNOWN : status;
    } catch (NumberFormatException e) {
      return GrpcStatus.UNKNOWN;
    }
  }

  /** {@code grpc-message} is percent-encoded; a plus is a plus. */
  private static String decode(String message) {
    try {
      return URLDecoder.decode(message.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      return message;
    }
  }
}
