package io.spoor.query.http;

import io.spoor.storage.BearerToken;
import io.spoor.storage.DependencyReader;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.TraceReader;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A store put together from parts, which remembers the callers it was asked for. Any thread.
 *
 * @param below what it writes to, if it writes
 * @param callers tokens, in the order they came
 */
record TestStore(
    Optional<SpanStorage> below,
    TraceReader reader,
    DependencyReader dependencies,
    Queue<BearerToken> callers)
    implements SpanStorage {

  TestStore(Optional<SpanStorage> below, TraceReader reader, DependencyReader dependencies) {
    this(below, reader, dependencies, new ConcurrentLinkedQueue<>());
  }

  @Override
  public SpanWriter writer() {
    return below.orElseThrow().writer();
  }

  @Override
  public SpanStorage as(BearerToken caller) {
    callers.add(caller);
    return this;
  }

  @Override
  public Future<Void> check() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
