package io.spoor.net;

import io.vertx.core.http.HttpServerRequest;

/** A request whose body has not ended. An entry of its caller's list. Event loop. */
final class Visit {
  /** What a refused sender gets to read its answer while it goes on sending. */
  private static final long LINGER_NANOS = 2_000_000_000L;

  private final HttpServerRequest request;
  private final Reception reception;
  private final long deadline;
  private long lingerUntil;
  private boolean lingers;
  private Runnable whenAbandoned = () -> {};
  Visit previous;
  Visit next;

  Visit(HttpServerRequest request, Reception reception, long deadline) {
    this.request = request;
    this.reception = reception;
    this.deadline = deadline;
  }

  HttpServerRequest request() {
    return request;
  }

  boolean isOf(HttpServerRequest other) {
    return request == other;
  }

  Reception reception() {
    return reception;
  }

  void whenAbandoned(Runnable action) {
    whenAbandoned = action;
  }

  /** The rest of the body will not come. */
  void abandon() {
    whenAbandoned.run();
  }

  boolean isLate(long now) {
    return now - deadline >= 0;
  }

  /** Whether the answer was sent so long ago that what still comes is nobody's. */
  boolean isAnswered(long now) {
    if (!request.response().ended()) {
      return false;
    }
    if (!lingers) {
      lingers = true;
      lingerUntil = now + LINGER_NANOS;
    }
    return now - lingerUntil >= 0;
  }
}
