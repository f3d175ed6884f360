package io.spoor.storage.elasticsearch.connection;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.tls.ClientFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How https is spoken to the cluster (contract: elasticsearch.md §10). Files are PEM, keys in
 * PKCS#1, SEC1 or PKCS#8, and are read again when they change.
 *
 * @param authorities whom to trust; empty for the Java runtime's own list
 * @param certificate chain to show to the server, with its {@code key}
 * @param serverName to ask for and to verify, in the place of the URL's host
 * @param skipVerification trusts whoever answers
 * @param reloadInterval between two looks at the files; zero for never again
 */
public record ClusterTls(
    List<Path> authorities,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<String> serverName,
    boolean skipVerification,
    Duration reloadInterval) {
  private static final Duration RELOAD_INTERVAL = Duration.ofSeconds(10);
  public static final ClusterTls DEFAULTS =
      new ClusterTls(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);

  public ClusterTls {
    authorities = List.copyOf(authorities);
    requireNonNull(serverName, "serverName");
    requireNonNull(reloadInterval, "reloadInterval");
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("tls.cert and tls.key are given together or not at all");
    }
  }

  /** Files are looked at every ten seconds. */
  public ClusterTls(
      List<Path> authorities,
      Optional<Path> certificate,
      Optional<Path> key,
      Optional<String> serverName,
      boolean skipVerification) {
    this(authorities, certificate, key, serverName, skipVerification, RELOAD_INTERVAL);
  }

  ClientFiles files(String client) {
    return new ClientFiles(
        client, () -> skipVerification ? List.of() : authorities, certificate, key);
  }

  public ClusterTls reloadingEvery(Duration interval) {
    return new ClusterTls(authorities, certificate, key, serverName, skipVerification, interval);
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
        skipVerification,
        reloadInterval);
  }

  public ClusterTls withServerName(String name) {
    return new ClusterTls(
        authorities, certificate, key, Optional.of(name), skipVerification, reloadInterval);
  }

  public ClusterTls withoutVerification() {
    return new ClusterTls(authorities, certificate, key, serverName, true, reloadInterval);
  }
}
