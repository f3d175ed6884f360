package io.spoor.storage.embedded;

import io.spoor.storage.StorageException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for reads, and a bound on the reads that wait for one. */
final class ReadPool {
  private static final long LONG_READ_SECONDS = 60;

  private final WorkerExecutor workers;
  private final int maxInFlight;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final EmbeddedMetrics metrics;

  ReadPool(Vertx vertx, Tuning tuning, EmbeddedMetrics metrics) {
    this.workers =
        vertx.createSharedWorkerExecutor(
            "spoor-embedded-read", tuning.readThreads(), LONG_READ_SECONDS, TimeUnit.SECONDS);
    this.maxInFlight = tuning.readThreads() + tuning.waitingReads();
    this.metrics = metrics;
  }

  <T> Future<T> submit(Callable<T> read) {
    if (inFlight.incrementAndGet() > maxInFlight) {
      inFlight.decrementAndGet();
      metrics.readRefused();
      return Future.failedFuture(
          new StorageException(
              StorageException.Kind.TRANSIENT,
              "embedded store: " + maxInFlight + " reads are under way or waiting, try later"));
    }
    return workers
        .executeBlocking(() -> classified(read), false)
        .onComplete(done -> inFlight.decrementAndGet());
  }

  Future<Void> close() {
    return workers.close();
  }

  private static <T> T classified(Callable<T> read) throws Exception {
    try {
      return read.call();
    } catch (StorageException e) {
      throw e;
    } catch (java.io.IOException | java.io.UncheckedIOException e) {
      throw new StorageException(
          StorageException.Kind.TRANSIENT, "embedded store: cannot read: " + e, e);
    } catch (io.spoor.proto.wire.DecodeException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "embedded store: stored spans are damaged: " + e, e);
    }
  }
}
