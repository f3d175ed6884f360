package io.spoor.collector.journal;

/**
 * The record is larger than the journal can ever take, also when it is empty: its sender should not
 * come back with it. Expected, so without stack trace.
 */
public final class RecordTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecordTooLargeException(long bytes, long maxBytes) {
    super(
        "a record of " + bytes + " bytes is larger than the journal takes (" + maxBytes + ")",
        null,
        false,
        false);
  }
}
