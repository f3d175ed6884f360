package io.spoor.collector.forward;

import static java.util.Objects.requireNonNull;

import io.vertx.core.net.ClientSSLOptions;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * TLS of the connections to collectors.
 *
 * @param read reads certificates and keys, which may block; asked with each new connection, so that
 *     renewed files need no restart
 * @param serverName to ask for and to verify, instead of the target's own
 */
public record ForwardTls(Callable<ClientSSLOptions> read, Optional<String> serverName) {
  public ForwardTls {
    requireNonNull(read, "read");
    requireNonNull(serverName, "serverName");
  }
}
