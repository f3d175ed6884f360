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
  private final BitSet refused;

  public StorageException(Kind kind, String message) {
    super(message);
    this.kind = requireNonNull(kind, "kind");
    this.stored = new BitSet();
    this.refused = new BitSet();
  }

  public StorageException(Kind kind, String message, Throwable cause) {
    this(kind, message, cause, new BitSet());
  }

  /**
   * Of a write that failed in part.
   *
   * @param stored as {@link #stored}
   */
  public StorageException(Kind kind, String message, Throwable cause, BitSet stored) {
    super(message, cause);
    this.kind = requireNonNull(kind, "kind");
    this.stored = (BitSet) stored.clone();
    this.refused = new BitSet();
  }

  private StorageException(Kind kind, String message, BitSet stored, BitSet refused) {
    super(message);
    this.kind = requireNonNull(kind, "kind");
    this.stored = (BitSet) stored.clone();
    this.refused = (BitSet) refused.clone();
  }

  /**
   * Of a write whose spans the store looked at one by one.
   *
   * @param stored as {@link #stored}
   * @param refused as {@link #refused}
   */
  public static StorageException partial(Kind kind, String message, BitSet stored, BitSet refused) {
    return new StorageException(kind, message, stored, refused);
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Spans of the batch, by their numbers, that are stored nonetheless: they need not be written
   * again, neither in a retry nor when a batch is taken apart that was refused for good. Empty if
   * none are, or nobody knows.
   */
  public BitSet stored() {
    return (BitSet) stored.clone();
  }

  /**
   * Spans of the batch that the store refuses for good, each for itself: no other span is to blame,
   * so nobody need take the batch apart to find them. Empty if none are, or nobody knows.
   */
  public BitSet refused() {
    return (BitSet) refused.clone();
  }
}
