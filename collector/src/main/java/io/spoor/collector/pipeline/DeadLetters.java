package io.spoor.collector.pipeline;

import io.spoor.collector.journal.Delivery;
import java.io.IOException;

/** Where records go that the store refuses for good, or that cannot be decoded. */
public interface DeadLetters {

  /**
   * Sets the record aside. When this returns, the journal may forget it.
   *
   * @throws IOException if it could not be kept: to be tried again later
   */
  void bury(Delivery delivery, String reason) throws IOException;

  /** For a journal in memory: there is nothing but the log and the counters to tell of them. */
  static DeadLetters none() {
    return (delivery, reason) -> {};
  }
}
