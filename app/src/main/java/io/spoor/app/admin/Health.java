package io.spoor.app.admin;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.SpanStorage;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the role can serve its callers. Storage is a separate matter: an outage of it must not
 * make an orchestrator kill the process that is journaling through it. Any thread.
 */
public final class Health {
  private final InstantSource clock;
  private volatile Optional<Instant> upSince = Optional.empty();
  private volatile Supplier<Optional<String>> obstacle = Optional::empty;
  private volatile Optional<Supplier<Future<Void>>> storage = Optional.empty();

  public Health(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Every port is bound.
   *
   * @param obstacle what keeps the role from serving right now, if anything
   */
  public void ready(SpanStorage storage, Supplier<Optional<String>> obstacle) {
    ready(storage::check, obstacle);
  }

  /**
   * The same for a role without a store.
   *
   * @param next whether what comes behind the role takes spans; it counts no more than a store
   */
  public void ready(Supplier<Future<Void>> next, Supplier<Optional<String>> obstacle) {
    this.storage = Optional.of(next);
    this.obstacle = requireNonNull(obstacle, "obstacle");
    this.upSince = Optional.of(clock.instant());
  }

  /** Shutting down. */
  public void notReady() {
    upSince = Optional.empty();
  }

  /** When the role became ready; empty while it is not. */
  Optional<Instant> upSince() {
    return upSince;
  }

  Instant now() {
    return clock.instant();
  }

  Optional<String> obstacle() {
    return obstacle.get();
  }

  /** Succeeds if the storage can do its work. */
  Future<Void> storage() {
    return storage
        .map(Supplier::get)
        .orElseGet(() -> Future.failedFuture(new IllegalStateException("storage is not open")));
  }
}
