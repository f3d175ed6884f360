package io.spoor.collector.sampling;

/** A strategies file cannot be had or read: the message says which, where and why. */
public final class StrategiesException extends Exception {
  private static final long serialVersionUID = 1L;

  StrategiesException(String message) {
    super(message);
  }

  StrategiesException(String message, Throwable cause) {
    super(message, cause);
  }
}
