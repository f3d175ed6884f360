package io.spoor.net;

import static java.util.Objects.requireNonNull;

/** A request is not let in. */
public final class RefusedAtDoorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public RefusedAtDoorException(Refusal refusal) {
    super(refusal.text(), null, false, false);
    this.refusal = requireNonNull(refusal, "refusal");
  }

  public Refusal refusal() {
    return refusal;
  }
}
