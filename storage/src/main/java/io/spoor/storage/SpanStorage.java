package io.spoor.storage;

import io.vertx.core.Future;
import java.util.Optional;

/** A store: one component that plays every role. */
public interface SpanStorage {

  SpanWriter writer();

  TraceReader reader();

  /** Which service calls which, as far as the store has been told. */
  default DependencyReader dependencies() {
    return DependencyReader.NONE;
  }

  /** Where chosen traces are kept for good, if the store has such a place. */
  default Optional<ArchiveStore> archive() {
    return Optional.empty();
  }

  /**
   * A view of this store whose reads are the caller's: asked with their token, and answered with
   * what that may see. It costs next to nothing, holds nothing and need not be closed. A store that
   * knows no callers answers them all alike.
   */
  default SpanStorage as(BearerToken caller) {
    return this;
  }

  /** Succeeds if the store can do its work now; fails with the reason in words for an operator. */
  Future<Void> check();

  /** Finishes what was handed over, then lets go of everything. Writes after it fail. */
  Future<Void> close();
}
