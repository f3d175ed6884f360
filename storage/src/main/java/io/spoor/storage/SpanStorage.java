package io.spoor.storage;

import io.vertx.core.Future;

/** A store: one component that plays every role. */
public interface SpanStorage {

  SpanWriter writer();

  TraceReader reader();

  /** Succeeds if the store can do its work now; fails with the reason in words for an operator. */
  Future<Void> check();

  /** Finishes what was handed over, then lets go of everything. Writes after it fail. */
  Future<Void> close();
}
