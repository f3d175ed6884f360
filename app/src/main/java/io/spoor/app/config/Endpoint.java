package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.HostPort;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A port to open.
 *
 * @param flag whose value it is: named when the port cannot be had
 * @param idleTimeout after which a silent connection is closed; zero = never
 */
public record Endpoint(
    Flag flag, HostPort address, Optional<TlsOptions> tls, Duration idleTimeout) {
  public Endpoint {
    requireNonNull(flag, "flag");
    requireNonNull(address, "address");
    requireNonNull(tls, "tls");
    requireNonNull(idleTimeout, "idleTimeout");
  }

  public HttpServerOptions listen() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(address.bindHost())
            .setPort(address.port())
            .setTcpNoDelay(true)
            .setReuseAddress(true)
            .setIdleTimeout((int) Math.min(idleTimeout.toMillis(), Integer.MAX_VALUE))
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    tls.ifPresent(own -> own.applyTo(options));
    return options;
  }
}
