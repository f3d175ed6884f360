package io.spoor.storage.elasticsearch.connection;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How https is spoken to the cluster (contract: elasticsearch.md §10). Files are PEM and are read
 * when the connection is made; keys may be PKCS#8 or PKCS#1.
 *
 * @param authorities whom to trust; empty for the Java runtime's own list
 * @param certificate chain to show to the server, with its {@code key}
 * @param serverName to ask for and to verify, in the place of the URL's host
 * @param skipVerification trusts whoever answers
 */
public record ClusterTls(
    List<Path> authorities,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<String> serverName,
    boolean skipVerification) {
  public static final ClusterTls DEFAULTS =
      new ClusterTls(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);

  public ClusterTls {
    authorities = List.copyOf(authorities);
    requireNonNull(serverName, "serverName");
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("tls.cert and tls.key are given together or not at all");
    }
  }

  public static ClusterTls trusting(Path authority) {
    return new ClusterTls(
        List.of(authority), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  public ClusterTls showing(Path ownCertificate, Path itsKey) {
    return new ClusterTls(
        authorities,
        Optional.of(ownCertificate),
        Optional.of(itsKey),
        serverName,
        skipVerification);
  }

  public ClusterTls withServerName(String name) {
    return new ClusterTls(authorities, certificate, key, Optional.of(name), skipVerification);
  }

  public ClusterTls withoutVerification() {
    return new ClusterTls(authorities, certificate, key, serverName, true);
  }
}
