package io.spoor.collector.receiver;

import static java.util.Objects.requireNonNull;

import io.spoor.net.Door;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * A request whose bytes are paid for as they come: a gRPC server gathers a message in memory before
 * anybody sees it. What cannot be paid is not gathered, nor is what follows. Event loop.
 */
final class MeteredRequest extends HttpServerRequestWrapper {
  private final HttpServerRequest request;
  private final IntPredicate take;
  private final IntConsumer giveBack;
  private Runnable whenRefused = () -> {};
  private int taken;
  private boolean isRefused;

  /**
   * A request of which nothing has been read.
   *
   * @param take asks for so many bytes; false if they are not to be had
   */
  MeteredRequest(HttpServerRequest request, IntPredicate take, IntConsumer giveBack) {
    super((HttpServerRequestInternal) request);
    this.request = request;
    this.take = requireNonNull(take, "take");
    this.giveBack = requireNonNull(giveBack, "giveBack");
  }

  /** What to do, once, when there is no memory for more. */
  void whenRefused(Runnable action) {
    whenRefused = requireNonNull(action, "action");
  }

  /** What to do when the rest of it will not come. */
  void whenAbandoned(Runnable action) {
    Door.whenAbandoned(request, action);
  }

  /** Gives back what was taken. May be called again, to no effect. */
  void release() {
    giveBack.accept(taken);
    taken = 0;
  }

  /** The same, and nothing is taken for what still comes: it has been refused. */
  void close() {
    isRefused = true;
    release();
  }

  @Override
  public HttpServerRequest handler(Handler<Buffer> handler) {
    return super.handler(handler == null ? null : chunk -> chunk(chunk, handler));
  }

  private void chunk(Buffer chunk, Handler<Buffer> handler) {
    if (isRefused) {
      return;
    }
    if (take.test(chunk.length())) {
      taken += chunk.length();
      handler.handle(chunk);
    } else {
      isRefused = true;
      whenRefused.run();
    }
  }
}
