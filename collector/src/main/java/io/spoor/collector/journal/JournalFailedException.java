package io.spoor.collector.journal;

/**
 * The disk failed a write or a sync: whether the record is kept is unknown, so its sender must not
 * be told so.
 */
public final class JournalFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
