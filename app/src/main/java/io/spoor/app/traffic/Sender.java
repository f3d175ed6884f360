package io.spoor.app.traffic;

import io.vertx.core.Future;

/** Sends the body of a request and says what became of it. */
public interface Sender {

  /** What the server said. */
  enum Reply {
    /** It has the spans. */
    ACKNOWLEDGED,
    /** It does not take them. */
    REFUSED,
    /** Nothing: the protocol has no answers. */
    UNCONFIRMED
  }

  /** Fails if no answer came: whether the server has the spans is then unknown. */
  Future<Reply> send(byte[] body);

  Future<Void> close();
}
