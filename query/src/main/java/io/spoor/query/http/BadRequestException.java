package io.spoor.query.http;

/** A parameter that does not parse: the message is for the client and ends as a 400. */
final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    super(message, null, false, false);
  }
}
