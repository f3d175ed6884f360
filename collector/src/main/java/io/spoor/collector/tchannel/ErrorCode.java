package io.spoor.collector.tchannel;

/** Codes of error frames (contract: collector.md §2.5). */
public enum ErrorCode {
  TIMEOUT(0x01),
  CANCELLED(0x02),
  /** Overload: nothing of the call was kept, and the caller may try again. */
  BUSY(0x03),
  /** The server takes no more calls on this connection. */
  DECLINED(0x04),
  UNEXPECTED(0x05),
  BAD_REQUEST(0x06),
  NETWORK(0x07),
  UNHEALTHY(0x08),
  /** The connection is closed after it. */
  FATAL(0xff);

  private final int code;

  ErrorCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Codes that nobody has defined count as unexpected errors. */
  static ErrorCode ofCode(int code) {
    for (ErrorCode known : values()) {
      if (known.code == code) {
        return known;
      }
    }
    return UNEXPECTED;
  }

  /** Whether the same call may do better on another connection, or later. */
  public boolean isRetryable() {
    return switch (this) {
      case BUSY, DECLINED, NETWORK -> true;
      case TIMEOUT, CANCELLED, UNEXPECTED, BAD_REQUEST, UNHEALTHY, FATAL -> false;
    };
  }
}
