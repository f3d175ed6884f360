package io.spoor.collector.journal;

/**
 * The disk failed a write or a sync: whether the record is kept is unknown, so its sender must not
 * be told so.
 */
public final class JournalFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For the appends a failure of the disk has hit. */
  public JournalFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** For those refused after it: one each, so without stack trace. */
  public JournalFailedException(String message) {
    super(message, null, false, false);
  }
}
