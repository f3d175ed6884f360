package io.spoor.proto.wire;

/**
 * Bytes that are not what their sender said they are: the caller's fault, never worth a retry.
 * Thrown for hostile input at line rate, so it carries no stack trace.
 */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  public DecodeException(String message) {
    super(message, null, false, false);
  }

  public static DecodeException truncated() {
    return new DecodeException("unexpected EOF");
  }
}
