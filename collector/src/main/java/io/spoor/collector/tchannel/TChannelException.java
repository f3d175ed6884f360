package io.spoor.collector.tchannel;

import static java.util.Objects.requireNonNull;

/** A call that failed, in the words of the protocol. Expected under load, so without stack. */
public final class TChannelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public TChannelException(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = requireNonNull(code, "code");
  }

  public ErrorCode code() {
    return code;
  }
}
