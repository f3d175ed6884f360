package io.spoor.collector.journal;

import io.spoor.collector.Received;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps what was received until it is stored. Every record that {@link #append} has acknowledged is
 * delivered by {@link #take}, in this process or the next, until it has been {@link #release}d.
 */
public interface Journal {

  /**
   * Keeps the record. Completes when it is on stable storage, on the caller's Vert.x context; only
   * then may the sender be told.
   *
   * <p>Fails with {@link JournalFullException} when a bound is reached (nothing was kept: the
   * sender should try later) and with {@link JournalFailedException} when the disk does not do its
   * part. Any thread.
   */
  Future<Void> append(Received received);

  /**
   * The next record in order of arrival, oldest first; waits for one as long as {@code timeout}.
   * Each record is taken once in the life of a process. One thread.
   */
  Optional<Delivery> take(Duration timeout) throws InterruptedException;

  /** The record of that delivery is stored: the journal may forget it. Any order, any thread. */
  void release(Delivery delivery);

  /** Whether records can be appended now, for health: the reason if not. */
  Optional<String> unwritable();

  /** Refuses from now on, finishes the appends under way, syncs, and closes. Blocks. */
  void close();
}
