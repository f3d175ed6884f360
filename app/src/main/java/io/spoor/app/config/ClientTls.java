package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.Settings;
import io.spoor.storage.tls.ClientFiles;
import io.spoor.storage.tls.Material;
import io.vertx.core.net.ClientSSLOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * TLS of a client (contract: collector.md §10.7, deploy.md §6).
 *
 * @param authority empty for the system's
 * @param certificate chain in PEM, to show to the server, with its {@code key}
 * @param serverName to ask for and to verify, instead of the target's name
 * @param skipVerification trusts whoever answers
 * @param systemAuthorities where the system's certificates are looked for
 */
public record ClientTls(
    Optional<Path> authority,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<String> serverName,
    boolean skipVerification,
    SystemAuthorities systemAuthorities) {
  public ClientTls {
    requireNonNull(authority, "authority");
    requireNonNull(certificate, "certificate");
    requireNonNull(key, "key");
    requireNonNull(serverName, "serverName");
    requireNonNull(systemAuthorities, "systemAuthorities");
  }

  /** Flags of a client under a prefix such as {@code reporter.grpc}. */
  public static List<Flag> flags(String prefix) {
    return List.of(
        flag(prefix, "enabled", Type.BOOLEAN, "false", "Use TLS").formerly(prefix + ".tls"),
        flag(prefix, "ca", Type.TEXT, "", "CA of the server (PEM); empty = the system's"),
        flag(prefix, "cert", Type.TEXT, "", "Certificate chain to show (PEM)"),
        flag(prefix, "key", Type.TEXT, "", "Its private key (PEM)"),
        flag(prefix, "server-name", Type.TEXT, "", "Name to ask for and verify"),
        flag(
            prefix,
            "skip-host-verify",
            Type.BOOLEAN,
            "false",
            "Trust any server: for trying things out only"));
  }

  /** Reads the flags of a client; empty if TLS is off. */
  public static Optional<ClientTls> read(
      String prefix, Settings settings, SystemAuthorities systemAuthorities) {
    List<Flag> flags = flags(prefix);
    boolean skip = settings.bool(flags.get(5));
    if (!settings.bool(flags.get(0))) {
      // Charts hand on empty values: those mean nothing.
      if (skip || flags.subList(1, 5).stream().anyMatch(flag -> !settings.text(flag).isEmpty())) {
        settings.complain(
            prefix + ".tls.* options cannot be used when " + prefix + ".tls.enabled is false");
      }
      return Optional.empty();
    }
    Optional<Path> certificate = settings.read(flags.get(2), TlsOptions::file);
    Optional<Path> key = settings.read(flags.get(3), TlsOptions::file);
    if (certificate.isPresent() != key.isPresent()) {
      settings.complain(
          "--"
              + prefix
              + ".tls.cert and --"
              + prefix
              + ".tls.key are given together or not at all");
    }
    return Optional.of(
        new ClientTls(
            settings.read(flags.get(1), TlsOptions::file),
            certificate,
            key,
            Optional.of(settings.text(flags.get(4))).filter(name -> !name.isEmpty()),
            skip,
            systemAuthorities));
  }

  /**
   * Where the certificates are.
   *
   * @param client the flags' prefix
   */
  public ClientFiles files(String client) {
    return new ClientFiles(client, this::authorities, certificate, key);
  }

  private List<Path> authorities() throws IOException {
    if (skipVerification) {
      return List.of();
    }
    return authority.isPresent() ? List.of(authority.get()) : systemAuthorities.files();
  }

  /** For connections of gRPC with these certificates. */
  public ClientSSLOptions options(Material certificates) {
    ClientSSLOptions options = new ClientSSLOptions();
    options.setUseAlpn(true);
    options.setApplicationLayerProtocols(List.of("h2"));
    options.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
    certificates.identity().ifPresent(options::setKeyCertOptions);
    if (skipVerification) {
      return options.setTrustAll(true).setHostnameVerificationAlgorithm("");
    }
    certificates.trust().ifPresent(options::setTrustOptions);
    return options.setHostnameVerificationAlgorithm("HTTPS");
  }

  private static Flag flag(
      String prefix, String option, Type type, String defaultValue, String description) {
    return Flag.jaeger(prefix + ".tls." + option, type, defaultValue, description);
  }
}
