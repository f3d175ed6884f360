package io.spoor.net.reload;

/** A document cannot be had or read: the message says which, where and why. */
public final class BadDocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  public BadDocumentException(String message) {
    super(message);
  }

  public BadDocumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
