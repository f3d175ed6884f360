package io.spoor.storage;

import static java.util.Objects.requireNonNull;

import java.util.BitSet;

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
  private final BitSet stored;

  public StorageException(Kind kind, String message) {
    super(message);
    this.kind = requireNonNull(kind, "kind");
    this.stored = new BitSet();
  }

  public StorageException(Kind kind, String message, Throwable cause) {
    this(kind, message, cause, new BitSet());
  }

  /**
   * Of a write that was refused in part.
   *
   * @param stored as {@link #stored}
   */
  public StorageException(Kind kind, String message, Throwable cause, BitSet stored) {
    super(message, cause);
    this.kind = requireNonNull(kind, "kind");
    this.stored = (BitSet) stored.clone();
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Spans of the batch, by their numbers, that are stored nonetheless: whoever takes a batch apart
   * that was refused for good need not write them again. Empty if none are, or nobody knows.
   */
  public BitSet stored() {
    return (BitSet) stored.clone();
  }
}
