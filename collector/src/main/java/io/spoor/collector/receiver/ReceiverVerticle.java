package io.spoor.collector.receiver;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;

/**
 * One instance of a receiver: opens its port with its event loop and, at the end, takes no more
 * connections but answers the requests under way.
 */
public abstract class ReceiverVerticle extends VerticleBase {
  private static final long SHUTDOWN_SECONDS = 5;

  // Event loop only
  private Future<HttpServer> listening;

  /** Opens the port. Event loop. */
  protected abstract Future<HttpServer> listen();

  @Override
  public final Future<?> start() {
    listening = listen();
    return listening;
  }

  @Override
  public final Future<?> stop() {
    return listening.compose(server -> server.shutdown(SHUTDOWN_SECONDS, TimeUnit.SECONDS));
  }
}
