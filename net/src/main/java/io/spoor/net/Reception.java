package io.spoor.net;

import io.vertx.core.http.HttpServerRequest;

/** What is behind a door: answers requests, in the words of one protocol. Event loop. */
public interface Reception {

  /** What this request takes. */
  default Access access(HttpServerRequest request) {
    return Access.TENANT;
  }

  /**
   * Answers a request that was let in. {@link Visitor#current} tells who sent it; for a request of
   * {@link Access#OPEN} that is somebody of the default tenant.
   */
  void welcome(HttpServerRequest request);

  /** Answers a request that was not let in; its body is not read. */
  void refuse(HttpServerRequest request, Refusal refusal);
}
