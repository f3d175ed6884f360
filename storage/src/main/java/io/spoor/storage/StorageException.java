package io.spoor.storage;

import static java.util.Objects.requireNonNull;

/** A store could not do what it was asked for. The kind says who can help. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What to do about it. */
  public enum Kind {
    /** The caller asked for something impossible: the message is for them. */
    BAD_REQUEST,
    /** Try the same again later. */
    TRANSIENT,
    /** Will fail again however often it is tried. */
    PERMANENT
  }

  private final Kind kind;

  public StorageException(Kind kind, String message) {
    super(message);
    this.kind = requireNonNull(kind, "kind");
  }

  public StorageException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = requireNonNull(kind, "kind");
  }

  public Kind kind() {
    return kind;
  }
}
