package io.spoor.collector.forward;

import static java.util.Objects.requireNonNull;

import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;

/** A call did not end with OK. The message is grpc-go's, which is what operators search for. */
final class CallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final GrpcStatus status;
  private final String text;
  private final Duration retryAfter;

  CallException(GrpcStatus status, String text) {
    this(status, text, Duration.ZERO);
  }

  /**
   * @param retryAfter what the collector asks for; zero if it does not
   */
  CallException(GrpcStatus status, String text, Duration retryAfter) {
    super("rpc error: code = " + camelCase(status) + " desc = " + text, null, false, false);
    this.status = requireNonNull(status, "status");
    this.text = requireNonNull(text, "text");
    this.retryAfter = requireNonNull(retryAfter, "retryAfter");
  }

  static CallException unavailable(String text) {
    return new CallException(GrpcStatus.UNAVAILABLE, text);
  }

  GrpcStatus status() {
    return status;
  }

  Duration retryAfter() {
    return retryAfter;
  }

  /** Whether the same call may succeed at once. */
  boolean isWorthRetrying() {
    return !isTooLarge()
        && (status == GrpcStatus.UNAVAILABLE || status == GrpcStatus.RESOURCE_EXHAUSTED);
  }

  /** The collector takes smaller messages only, in the words of grpc-go. */
  boolean isTooLarge() {
    return status == GrpcStatus.RESOURCE_EXHAUSTED && text.contains("larger than max");
  }

  /**
   * Whether no retry and no operator can help. Missing rights, a wrong port and a proxy's troubles
   * are mended some day; what the collector cannot read never is.
   */
  boolean isPermanent() {
    return switch (status) {
      case INVALID_ARGUMENT, OUT_OF_RANGE -> true;
      case INTERNAL -> text.contains("unmarshal");
      case RESOURCE_EXHAUSTED -> isTooLarge();
      default -> false;
    };
  }

  /** {@code DeadlineExceeded} for {@code DEADLINE_EXCEEDED}. */
  private static String camelCase(GrpcStatus status) {
    if (status == GrpcStatus.CANCELLED) {
      return "Canceled";
    }
    StringBuilder name = new StringBuilder();
    for (String word : status.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
    }
    return name.toString();
  }
}
