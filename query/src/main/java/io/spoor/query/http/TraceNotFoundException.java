package io.spoor.query.http;

/** No span of that trace is stored: ends as a 404. */
final class TraceNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TraceNotFoundException() {
    super("trace not found", null, false, false);
  }
}
