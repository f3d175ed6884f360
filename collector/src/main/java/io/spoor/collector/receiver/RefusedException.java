package io.spoor.collector.receiver;

import static java.util.Objects.requireNonNull;

/**
 * A message was not kept. The reason says whose turn it is; each protocol has its own words for it.
 */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Seconds after which a sender that was refused for overload may try again. */
  public static final int RETRY_AFTER_SECONDS = 1;

  /** Why nothing was kept. */
  public enum Reason {
    /** The bytes are not what they claim to be: caller's fault. */
    MALFORMED,
    /** More than a limit allows: caller's fault. */
    TOO_LARGE,
    /** A compression nobody here knows: caller's fault. */
    UNSUPPORTED_ENCODING,
    /** A bound is reached: the sender should come back later. */
    OVERLOADED,
    /** The journal cannot write: come back later, and operators are told. */
    BROKEN
  }

  private final Reason reason;

  public RefusedException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = requireNonNull(reason, "reason");
  }

  public Reason reason() {
    return reason;
  }
}
