package io.spoor.collector.reload;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A body in memory, given up when it is longer than a document may be. The client's threads. */
final class BoundedBody implements BodySubscriber<byte[]> {
  private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
  private final int maxBytes;
  private Flow.Subscription subscription;
  private long bytes;

  BoundedBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  private static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(int maxBytes) {
      super("larger than " + maxBytes + " bytes");
    }
  }

  /** Whether that is why a reading failed. */
  static boolean isTooLarge(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TooLargeException) {
        return true;
      }
    }
    return false;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription offered) {
    subscription = requireNonNull(offered, "offered");
    body.onSubscribe(offered);
  }

  @Override
  public void onNext(List<ByteBuffer> chunks) {
    if (bytes > maxBytes) {
      return;
    }
    for (ByteBuffer chunk : chunks) {
      bytes += chunk.remaining();
    }
    if (bytes > maxBytes) {
      body.onError(new TooLargeException(maxBytes));
      subscription.cancel();
    } else {
      body.onNext(chunks);
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.onError(failure);
  }

  @Override
  public void onComplete() {
    body.onComplete();
  }
}
