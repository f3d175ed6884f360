package io.spoor.app;

/** The role cannot start, for a reason its user can mend: the message is all they see. */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartException(String message) {
    super(message, null, false, false);
  }
}
