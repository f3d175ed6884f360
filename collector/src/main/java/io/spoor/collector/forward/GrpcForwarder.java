package io.spoor.collector.forward;

import static java.util.Objects.requireNonNull;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Writes spans to collectors over gRPC. A write that fails for now is tried again by the caller
 * with the same batch, and then only those requests of it are sent that no collector has taken.
 * Tenants are not told to the collector, as in Jaeger. Writes on any thread.
 */
public final class GrpcForwarder implements SpanWriter {
  private static final long RETRY_MILLIS = 50;
  private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(10);

  /** Requests of one write that are under way at once. */
  private static final int LANES = 8;

  private final Vertx vertx;
  private final Collectors collectors;
  private final ForwardOptions options;
  private final RandomGenerator random;
  private final ForwardMetrics metrics;

  public GrpcForwarder(
      Vertx vertx,
      Collectors collectors,
      ForwardOptions options,
      RandomGenerator random,
      ForwardMetrics metrics) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.collectors = requireNonNull(collectors, "collectors");
    this.options = requireNonNull(options, "options");
    this.random = requireNonNull(random, "random");
    this.metrics = requireNonNull(metrics, "metrics");
  }

  @Override
  public Future<Void> write(Tenant tenant, SpanBatch batch) {
    return new Write(tenant, batch, SpanRequest.of(batch, options.maxRequestBytes())).start();
  }

  /** Succeeds if a collector is connected, for who asks for the agent's health. Any thread. */
  public Future<Void> check() {
    return collectors.isConnected()
        ? Future.succeededFuture()
        : Future.failedFuture("no collector is connected");
  }

  private final class Write {
    private final Tenant tenant;
    private final SpanBatch batch;
    private final Promise<Void> written = Promise.promise();
    // Guarded by this: calls complete on the event loop, the first ones start on the caller's.
    private final Deque<SpanRequest> waiting;
    private final List<SpanRequest> failed = new ArrayList<>();
    private Optional<CallException> transientFailure = Optional.empty();
    private Optional<CallException> permanentFailure = Optional.empty();
    private int running;
    private boolean finished;

    Write(Tenant tenant, SpanBatch batch, List<SpanRequest> requests) {
      this.tenant = tenant;
      this.batch = batch;
      this.waiting = new ArrayDeque<>(requests);
    }

    Future<Void> start() {
      for (int lane = 0; lane < LANES; lane++) {
        next();
      }
      return written.future();
    }

    private void next() {
      SpanRequest request;
      synchronized (this) {
        if (waiting.isEmpty()) {
          // A first answer may be there before the last lane has started: once is enough.
          if (running == 0 && !finished) {
            finished = true;
            finish();
          }
          return;
        }
        request = waiting.poll();
        running++;
      }
      send(tenant, request, 1)
          .onComplete(
              done -> {
                synchronized (this) {
                  running--;
                  if (done.failed()) {
                    failed(request, done.cause());
                  }
                }
                next();
              });
    }

    private void failed(SpanRequest request, Throwable cause) {
      CallException failure =
          cause instanceof CallException known
              ? known
              : CallException.unavailable(String.valueOf(cause));
      if (failure.isTooLarge() && request.size() > 1) {
        waiting.addAll(request.halves());
        return;
      }
      failed.add(request);
      if (failure.isPermanent()) {
        permanentFailure = Optional.of(failure);
      } else {
        transientFailure = Optional.of(failure);
        // The others would fare no better.
        failed.addAll(waiting);
        waiting.clear();
      }
    }

    private void finish() {
      if (failed.isEmpty()) {
        written.tryComplete();
      } else if (transientFailure.isPresent()) {
        written.tryFail(exception(Kind.TRANSIENT, transientFailure.get()));
      } else {
        failed.forEach(request -> metrics.failed(request.size()));
        written.tryFail(exception(Kind.PERMANENT, permanentFailure.orElseThrow()));
      }
    }

    private BitSet taken() {
      BitSet taken = new BitSet(batch.size());
      taken.set(0, batch.size());
      for (SpanRequest request : failed) {
        for (int i = request.firstSpan(); i < request.endSpan(); i++) {
          taken.clear(request.spans()[i]);
        }
      }
      return taken;
    }

    private StorageException exception(Kind kind, CallException failure) {
      return new StorageException(kind, "collector: " + failure.getMessage(), failure, taken());
    }
  }

  private Future<Buffer> send(Tenant tenant, SpanRequest request, int attempt) {
    return collectors
        .call(tenant, SpanRequest.METHOD, request.encode(), options.callTimeout(), false)
        .onSuccess(answer -> metrics.submitted(request.size()))
        .recover(
            failure -> {
              if (failure instanceof CallException call && call.isWorthRetrying()) {
                metrics.retried();
                if (attempt < options.maxAttempts()) {
                  return pause(call).compose(over -> send(tenant, request, attempt + 1));
                }
              }
              return Future.failedFuture(failure);
            });
  }

  /** 50 ms give or take a tenth, or what the collector asks for. */
  private Future<Void> pause(CallException failure) {
    long asked = Math.min(failure.retryAfter().toMillis(), MAX_RETRY_AFTER.toMillis());
    long usual = (long) (RETRY_MILLIS * (0.9 + 0.2 * random.nextDouble()));
    return vertx.timer(Math.max(asked, usual), TimeUnit.MILLISECONDS).mapEmpty();
  }
}
