package io.spoor.net;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.Tenant;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.spi.context.storage.AccessMode;

/**
 * Who a request is from, once its door has let it in.
 *
 * @param tenant whose spans it sends or asks for; the default one without multi-tenancy
 * @param sender for bounds and fairness
 */
public record Visitor(Tenant tenant, Sender sender) {
  public Visitor {
    requireNonNull(tenant, "tenant");
    requireNonNull(sender, "sender");
  }

  /**
   * The visitor whose request is being handled, on the request's own context: within a handler and
   * in what follows from its futures.
   *
   * @throws IllegalStateException where no door has let anybody in, so that a port without a door
   *     shows itself
   */
  public static Visitor current() {
    Context context = Vertx.currentContext();
    Visitor visitor = context == null ? null : VisitorLocal.KEY.get(context, AccessMode.CONCURRENT);
    if (visitor == null) {
      throw new IllegalStateException("no visitor: the request came through no door");
    }
    return visitor;
  }

  /**
   * Somebody of the default tenant who has shown nothing, where the protocol has no way to.
   *
   * @param sender as {@link Doorkeeper#handOver} gives it, or a name for all of a port
   */
  public static Visitor stranger(Sender sender) {
    return sender.anonymous();
  }

  /** Makes it the current one of the context that the caller is on. */
  void enter() {
    VisitorLocal.KEY.put(Vertx.currentContext(), AccessMode.CONCURRENT, this);
  }
}
