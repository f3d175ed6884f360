package io.spoor.query.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.function.IntConsumer;

/** Is told of every request that query answers: for traces of Spoor itself. Event loops. */
@FunctionalInterface
public interface RequestObserver {
  RequestObserver NONE = request -> status -> {};

  /**
   * A request has come and nothing of the answer has gone: headers may be added.
   *
   * @return is told the status when the answer has gone
   */
  IntConsumer begin(HttpServerRequest request);
}
