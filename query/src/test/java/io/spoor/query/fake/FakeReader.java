package io.spoor.query.fake;

import io.spoor.storage.Operation;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import io.spoor.storage.TraceReader;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A store without spans that remembers what it was asked for, and fails on demand. Any thread. */
public final class FakeReader implements TraceReader {
  /** Searches, in the order they came. */
  public final Queue<TraceQuery> queries = new ConcurrentLinkedQueue<>();

  private volatile Optional<Throwable> failure = Optional.empty();

  /** Answers everything with this failure from now on. */
  public void failWith(Throwable reason) {
    failure = Optional.of(reason);
  }

  @Override
  public Future<Optional<Trace>> trace(Tenant tenant, TraceId id) {
    return answer(Optional.empty());
  }

  @Override
  public Future<List<Trace>> findTraces(Tenant tenant, TraceQuery query) {
    queries.add(query);
    return answer(List.of());
  }

  @Override
  public Future<List<TraceId>> findTraceIds(Tenant tenant, TraceQuery query) {
    queries.add(query);
    return answer(List.of());
  }

  @Override
  public Future<List<String>> services(Tenant tenant) {
    return answer(List.of());
  }

  @Override
  public Future<List<Operation>> operations(Tenant tenant, String service) {
    return answer(List.of());
  }

  private <T> Future<T> answer(T value) {
    return failure
        .<Future<T>>map(Future::failedFuture)
        .orElseGet(() -> Future.succeededFuture(value));
  }
}
