package io.spoor.storage.elasticsearch.connection;

import io.spoor.storage.tls.ClientCertificates;
import io.spoor.storage.tls.ClientCertificates.InForce;
import io.vertx.core.Vertx;
import java.io.IOException;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.impl.client.DefaultClientConnectionReuseStrategy;
import org.apache.http.nio.NHttpConnection;
import org.apache.http.nio.conn.SchemeIOSessionStrategy;
import org.apache.http.nio.reactor.IOSession;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpCoreContext;

/**
 * TLS whose certificates change under way. New connections are made with what is in force, in a
 * context of their own, so that no session of before is resumed; one that was made before ends with
 * the answer that it carries, and no request is dropped.
 */
final class ReloadingTls implements SchemeIOSessionStrategy {
  private static final String GENERATION = "spoor.tls.generation";

  private final Vertx vertx;
  private final ClusterTls tls;
  private final ClientCertificates certificates;
  private volatile Made made;

  private record Made(InForce from, TlsStrategy strategy) {}

  /**
   * Blocks.
   *
   * @throws IllegalArgumentException naming what cannot be read or used
   */
  ReloadingTls(Vertx vertx, ClusterTls tls, ClientCertificates certificates) {
    this.vertx = vertx;
    this.tls = tls;
    this.certificates = certificates;
    this.made = make(certificates.inForce());
  }

  private Made make(InForce inForce) {
    return new Made(inForce, TlsStrategy.of(vertx, tls, inForce.material()));
  }

  /** Looks at the files. Blocks; one caller at a time. */
  void reload() {
    InForce now = certificates.look();
    if (now.generation() != made.from().generation()) {
      made = make(now);
    }
  }

  @Override
  public boolean isLayeringRequired() {
    return true;
  }

  @Override
  public IOSession upgrade(HttpHost host, IOSession session) throws IOException {
    Made current = made;
    session.setAttribute(GENERATION, current.from().generation());
    return current.strategy().upgrade(host, session);
  }

  /** Whether a connection may be used for another request. */
  boolean keepsAlive(HttpResponse response, HttpContext context) {
    return DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(response, context)
        && isOfNow(context.getAttribute(HttpCoreContext.HTTP_CONNECTION));
  }

  private boolean isOfNow(Object connection) {
    // One in the clear has no generation, and no certificate to outlive.
    return !(connection instanceof NHttpConnection open)
        || !(open.getContext().getAttribute(GENERATION) instanceof Integer generation)
        || generation == made.from().generation();
  }
}
