package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.HostPort;
import io.spoor.net.Bounds;
import io.spoor.net.tls.ServerTls;
import io.vertx.core.http.HttpServerOptions;
import java.util.Optional;

/**
 * A port to open.
 *
 * @param flag whose value it is: named when the port cannot be had
 * @param bounds on its connections
 */
public record Endpoint(Flag flag, HostPort address, Optional<ServerTls> tls, Bounds bounds) {
  public Endpoint {
    requireNonNull(flag, "flag");
    requireNonNull(address, "address");
    requireNonNull(tls, "tls");
    requireNonNull(bounds, "bounds");
  }

  /** Where to listen; what else there is to a port is its door's. */
  public HttpServerOptions listen() {
    return new HttpServerOptions()
        .setHost(address.bindHost())
        .setPort(address.port())
        .setTcpNoDelay(true)
        .setReuseAddress(true);
  }
}
