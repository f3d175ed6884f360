package io.spoor.collector.tchannel;

import io.spoor.collector.Received;
import io.spoor.collector.journal.Delivery;
import io.spoor.collector.journal.Journal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A journal that does as it is told. Any thread. */
public final class FakeJournal implements Journal {
  private final List<Received> kept = new CopyOnWriteArrayList<>();
  private volatile Function<Received, Future<Void>> behaviour =
      received -> Future.succeededFuture();

  /** How it answers from now on. */
  public void behave(Function<Received, Future<Void>> behaviour) {
    this.behaviour = behaviour;
  }

  /** What was kept, in order. */
  public List<Received> kept() {
    return kept;
  }

  @Override
  public Future<Void> append(Received received) {
    return behaviour.apply(received).onSuccess(done -> kept.add(received));
  }

  @Override
  public Optional<Delivery> take(Duration timeout) {
    return Optional.empty();
  }

  @Override
  public void release(Delivery delivery) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void park(Delivery delivery) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Delivery> takeParked() {
    return Optional.empty();
  }

  @Override
  public Levels levels() {
    return new Levels(0, 1, 0, 0, 0);
  }

  @Override
  public Optional<String> unwritable() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
