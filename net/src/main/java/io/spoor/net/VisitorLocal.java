package io.spoor.net;

import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;

/**
 * Has a place for the visitor reserved in every context, which Vert.x wants done before it starts:
 * it finds this class as a service.
 */
public final class VisitorLocal implements VertxServiceProvider {
  static final ContextLocal<Visitor> KEY = ContextLocal.registerLocal(Visitor.class);

  @Override
  public void init(VertxBootstrap starting) {
    // Loading the class is what counts.
  }
}
