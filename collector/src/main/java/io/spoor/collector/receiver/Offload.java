package io.spoor.collector.receiver;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/**
 * Work that grows with a body: small bodies are worked on where they arrive, which is cheaper than
 * handing them over; large ones by a worker, so that they hold up nobody else on the event loop.
 * The number of those under way is bounded by the bytes that the intake grants.
 */
public final class Offload {
  /** Parsing so much JSON takes less than a millisecond. */
  public static final int INLINE_BYTES = 64 << 10;

  private Offload() {}

  /**
   * Does the work for a body of that size. Event loop.
   *
   * @return completes on the caller's context; fails with what the work has thrown
   */
  public static <T> Future<T> run(int bodyBytes, Callable<T> work) {
    Context context = Vertx.currentContext();
    if (bodyBytes > INLINE_BYTES && context != null) {
      return context.executeBlocking(work, false);
    }
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }
}
