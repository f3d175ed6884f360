package io.spoor.collector.journal;

/**
 * Overload: a bound of the journal is reached and the record was not kept. Expected, so without
 * stack trace.
 */
public final class JournalFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalFullException(String message) {
    super(message, null, false, false);
  }
}
