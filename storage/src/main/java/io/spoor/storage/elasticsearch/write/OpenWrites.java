package io.spoor.storage.elasticsearch.write;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Counts writes without an answer, so that the end waits for them. Any thread. */
final class OpenWrites {
  private final Promise<Void> ended = Promise.promise();
  private int count;
  private boolean closed;

  /** Whether there may be another one. */
  synchronized boolean begin() {
    if (closed) {
      return false;
    }
    count++;
    return true;
  }

  void end() {
    boolean isLast;
    synchronized (this) {
      count--;
      isLast = closed && count == 0;
    }
    if (isLast) {
      ended.tryComplete();
    }
  }

  /** Lets no more begin; completes when all have ended. */
  Future<Void> close() {
    boolean isIdle;
    synchronized (this) {
      closed = true;
      isIdle = count == 0;
    }
    if (isIdle) {
      ended.tryComplete();
    }
    return ended.future();
  }
}
