package io.spoor.collector.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A store that does as it is told. Safe on any thread. */
final class FakeStore implements SpanWriter {
  /** A write the store was asked for. */
  record Write(Tenant tenant, List<String> services, Promise<Void> answer) {}

  private final LinkedBlockingQueue<Write> writes = new LinkedBlockingQueue<>();
  private final List<String> stored = new ArrayList<>();
  private volatile Function<Write, Future<Void>> behaviour = write -> Future.succeededFuture();

  /** How it answers from now on. */
  void behave(Function<Write, Future<Void>> behaviour) {
    this.behaviour = behaviour;
  }

  @Override
  public Future<Void> write(Tenant tenant, SpanBatch batch) {
    List<String> services = services(batch);
    Write write = new Write(tenant, List.copyOf(services), Promise.promise());
    writes.add(write);
    return behaviour
        .apply(write)
        .onSuccess(
            done -> {
              synchronized (stored) {
                stored.addAll(services);
              }
            });
  }

  /** The service of each span. */
  static List<String> services(SpanBatch batch) {
    List<String> services = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      int process = batch.process(i);
      // 0a, a length of one byte, the name.
      int at = batch.processOffset(process);
      services.add(new String(batch.array(), at + 2, batch.array()[at + 1], UTF_8));
    }
    return services;
  }

  /** The next write, when it comes. */
  Write next() throws InterruptedException {
    Write write = writes.poll(10, TimeUnit.SECONDS);
    if (write == null) {
      throw new AssertionError("no write came");
    }
    return write;
  }

  boolean isIdle() {
    return writes.isEmpty();
  }

  /** Services of all spans stored, in order. */
  List<String> stored() {
    synchronized (stored) {
      return List.copyOf(stored);
    }
  }
}
