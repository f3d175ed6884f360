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
   * sender should try later), with {@link RecordTooLargeException} when it will never be kept, and
   * with {@link JournalFailedException} when the disk does not do its part. Any thread.
   */
  Future<Void> append(Received received);

  /**
   * The next record; waits for one as long as {@code timeout}. Records come in order of arrival,
   * but while there are more than memory holds, in two orders that are interleaved: the newest, and
   * the oldest. Each record is taken once in the life of a process, unless it is {@link #park}ed.
   * One thread.
   */
  Optional<Delivery> take(Duration timeout) throws InterruptedException;

  /**
   * The record of that delivery cannot be stored now, and is not to be held in memory until it can:
   * {@link #takeParked} hands it out again. The thread that takes.
   */
  void park(Delivery delivery);

  /**
   * A parked record, if there is one, each in its turn. Does not wait; may read from disk. The
   * thread that takes.
   */
  Optional<Delivery> takeParked();

  /** How full it is. Any thread. */
  Levels levels();

  /**
   * How full a journal is.
   *
   * @param bytes that count against {@code maxBytes}
   * @param records not yet released, the parked ones included
   * @param spans of these records, nearly
   */
  record Levels(long bytes, long maxBytes, long records, long spans, long parked) {}

  /** The record of that delivery is stored: the journal may forget it. Any order, any thread. */
  void release(Delivery delivery);

  /** Whether records can be appended now, for health: the reason if not. */
  Optional<String> unwritable();

  /** Refuses from now on, finishes the appends under way, syncs, and closes. Blocks. */
  void close();
}
