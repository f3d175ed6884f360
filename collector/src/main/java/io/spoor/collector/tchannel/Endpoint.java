package io.spoor.collector.tchannel;

import io.spoor.net.Visitor;
import io.vertx.core.Future;

/** What a method does. Called on the connection's event loop. */
interface Endpoint {

  /**
   * Does it.
   *
   * @param body the struct of arguments; the endpoint's from here on
   * @return the struct of the result, or a {@link TChannelException}: an error frame is sent
   */
  Future<byte[]> call(Body body, Visitor caller);
}
