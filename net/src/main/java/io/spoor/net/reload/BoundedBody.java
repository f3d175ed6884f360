package io.spoor.net.reload;

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
  private final Runnable onTooLarge;
  private Flow.Subscription subscription;
  private long bytes;

  /**
   * A body that is to come.
   *
   * @param onTooLarge told before the reading fails: which of its failures the client shows is a
   *     matter of chance
   */
  BoundedBody(int maxBytes, Runnable onTooLarge) {
    this.maxBytes = maxBytes;
    this.onTooLarge = onTooLarge;
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
      onTooLarge.run();
      body.onError(new IOException("larger than " + maxBytes + " bytes"));
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
