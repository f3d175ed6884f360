package io.spoor.collector.forward;

import static java.util.Objects.requireNonNull;

import io.vertx.core.net.ClientSSLOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * TLS of the connections to collectors.
 *
 * @param source of certificates and keys; asked with each new connection and from time to time
 * @param serverName to ask for and to verify, instead of the target's own
 * @param lookEvery how often certificates are looked at while connections stand; those made with
 *     others are then made anew
 */
public record ForwardTls(Source source, Optional<String> serverName, Duration lookEvery) {

  /** Hands out what new connections are made with. */
  @FunctionalInterface
  public interface Source {
    /** What is in force now, which may be read afresh: blocks. */
    InForce look();
  }

  /**
   * What is in force.
   *
   * @param generation counts the changes
   */
  public record InForce(int generation, ClientSSLOptions options) {
    public InForce {
      requireNonNull(options, "options");
    }
  }

  public ForwardTls {
    requireNonNull(source, "source");
    requireNonNull(serverName, "serverName");
    requireNonNull(lookEvery, "lookEvery");
  }
}
