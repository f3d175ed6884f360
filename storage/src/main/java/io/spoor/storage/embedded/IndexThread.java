package io.spoor.storage.embedded;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.DecodeException;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It gathers writes for a window, adds their chunks to the current
 * slice, commits, and only then tells the writers.
 *
 * <p>When a commit fails, nothing of its window counts: the slice goes back to its last commit and
 * every writer is told to write again.
 */
final class IndexThread {
  private static final Logger LOG = LoggerFactory.getLogger(IndexThread.class);
  private static final long IDLE_MILLIS = 1000;

  private final Slices slices;
  private final Tuning tuning;
  private final WindowChunks chunks;
  private final Eviction eviction;
  private final EmbeddedMetrics metrics;
  private final LinkedBlockingQueue<PendingWrite> queue = new LinkedBlockingQueue<>();
  private final Promise<Void> ended = Promise.promise();
  // Guarded by this: nothing is queued behind the stop.
  private boolean closed;
  // Why the last commit failed, empty when it did not.
  private volatile String trouble = "";

  IndexThread(Slices slices, Tuning tuning, Eviction eviction, EmbeddedMetrics metrics) {
    this.slices = slices;
    this.tuning = tuning;
    this.chunks = new WindowChunks(tuning.chunkSpans());
    this.eviction = eviction;
    this.metrics = metrics;
  }

  void start() {
    Thread thread = new Thread(this::run, "spoor-embedded-index");
    thread.setDaemon(true);
    thread.start();
  }

  Future<Void> write(Tenant tenant, SpanBatch batch) {
    Promise<Void> done = Promise.promise();
    synchronized (this) {
      if (closed) {
        return Future.failedFuture(closedException());
      }
      queue.add(new PendingWrite(tenant, batch, done, System.nanoTime()));
    }
    return onCallersContext(done.future());
  }

  /** Why writes fail now; empty when they do not. */
  String trouble() {
    return trouble;
  }

  /** Writes what is queued, then ends. */
  Future<Void> close() {
    synchronized (this) {
      if (!closed) {
        closed = true;
        queue.add(PendingWrite.stop());
      }
    }
    return ended.future();
  }

  private void run() {
    try {
      boolean stopped = false;
      while (!stopped) {
        List<PendingWrite> window = new ArrayList<>();
        stopped = gather(window);
        slices.dropExpired();
        if (!window.isEmpty()) {
          commit(window);
        } else if (!stopped) {
          settle();
        }
        metrics.measure(slices);
      }
      ended.complete();
    } catch (InterruptedException e) {
      ended.fail(e);
    } catch (RuntimeException | Error e) {
      trouble = "the index thread has died: " + e;
      LOG.error("the index thread of the embedded store has died", e);
      ended.fail(e);
      refuseAll();
      throw e;
    }
  }

  /** Fills the window; true when it is the last one. */
  private boolean gather(List<PendingWrite> window) throws InterruptedException {
    PendingWrite next = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    if (next == null) {
      return false;
    }
    long end = next.enqueuedNanos() + tuning.window().toNanos();
    long bytes = 0;
    while (next != null && !next.isStop()) {
      window.add(next);
      bytes += next.batch().encodedBytes();
      if (bytes >= tuning.windowBytes()) {
        return false;
      }
      long left = end - System.nanoTime();
      next = left > 0 ? queue.poll(left, TimeUnit.NANOSECONDS) : queue.poll();
    }
    return next != null && next.isStop();
  }

  private void commit(List<PendingWrite> window) {
    try {
      long started = System.nanoTime();
      Slice slice = slices.current();
      WindowChunks.Written written = chunks.write(window, slice.writer());
      eviction.evict(written.traces, slice.writer());
      long indexed = System.nanoTime();
      slice.commit(written.earliestMicros, written.latestMicros);
      metrics.committed(written, indexed - started, System.nanoTime() - indexed);
      if (!trouble.isEmpty()) {
        LOG.info("the embedded store writes again");
        trouble = "";
      }
      for (PendingWrite write : window) {
        write.done().complete();
      }
    } catch (IOException | AlreadyClosedException e) {
      failed(window, StorageException.Kind.TRANSIENT, e);
    } catch (DecodeException | RuntimeException e) {
      rewriteOneByOne(window, e);
    } catch (Error e) {
      failed(window, StorageException.Kind.TRANSIENT, e);
      throw e;
    }
  }

  private void settle() {
    try {
      slices.settle();
    } catch (IOException | RuntimeException e) {
      slices.markDamaged();
      LOG.warn("the embedded store could not commit its merges; the next write begins anew", e);
    }
  }

  /** One of them is poison: the others must not suffer for it. */
  private void rewriteOneByOne(List<PendingWrite> window, Exception failure) {
    if (window.size() == 1) {
      failed(window, StorageException.Kind.PERMANENT, failure);
      return;
    }
    slices.markDamaged();
    for (PendingWrite write : window) {
      commit(List.of(write));
    }
  }

  private void failed(List<PendingWrite> window, StorageException.Kind kind, Throwable failure) {
    slices.markDamaged();
    metrics.commitFailed();
    String why = "embedded store: cannot write: " + failure;
    if (kind == StorageException.Kind.TRANSIENT) {
      if (trouble.isEmpty()) {
        LOG.error("the embedded store cannot write; its callers are told to try again", failure);
      }
      trouble = why;
    }
    for (PendingWrite write : window) {
      write.done().fail(new StorageException(kind, why, failure));
    }
  }

  private void refuseAll() {
    synchronized (this) {
      closed = true;
    }
    for (PendingWrite write = queue.poll(); write != null; write = queue.poll()) {
      write.done().tryFail(closedException());
    }
  }

  private static StorageException closedException() {
    return new StorageException(
        StorageException.Kind.PERMANENT, "embedded store: closed, writes are refused");
  }

  private static Future<Void> onCallersContext(Future<Void> future) {
    Context context = Vertx.currentContext();
    if (context == null) {
      return future;
    }
    Promise<Void> promise = Promise.promise();
    future.onComplete(done -> context.runOnContext(ignored -> promise.handle(done)));
    return promise.future();
  }
}
