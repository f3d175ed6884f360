package io.spoor.net;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Decides who comes in. Shared by the instances of a port; event loop of the request. */
public interface Gate {

  /** Lets everybody in as the default tenant. */
  Gate OPEN = (request, access, sender) -> Future.succeededFuture(sender.anonymous());

  /**
   * Looks at a request's headers.
   *
   * @param access what it takes, never {@link Access#OPEN}
   * @return completes at once unless a password must be worked on; fails with {@link
   *     RefusedAtDoorException}
   */
  Future<Visitor> admit(HttpServerRequest request, Access access, Sender sender);
}
