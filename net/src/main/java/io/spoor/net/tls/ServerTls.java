package io.spoor.net.tls;

import static java.util.Objects.requireNonNull;

import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * TLS of one listener (contract: collector.md §10.7).
 *
 * @param prefix of its flags, such as {@code collector.grpc}, for complaints
 * @param certificate chain in PEM
 * @param key private key in PEM: PKCS#1, SEC1 or PKCS#8
 * @param clientAuthority who clients' certificates must come from; makes them mandatory
 * @param cipherSuites names, for TLS up to 1.2; empty = the runtime's
 * @param protocols names such as {@code TLSv1.2}
 * @param reloadInterval how often the files are looked at
 */
public record ServerTls(
    String prefix,
    Path certificate,
    Path key,
    Optional<Path> clientAuthority,
    List<String> cipherSuites,
    Set<String> protocols,
    Duration reloadInterval) {

  /** Nobody can choose these: names in flags are for TLS up to 1.2. */
  private static final List<String> TLS_1_3_SUITES =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  public ServerTls {
    requireNonNull(prefix, "prefix");
    requireNonNull(certificate, "certificate");
    requireNonNull(key, "key");
    requireNonNull(clientAuthority, "clientAuthority");
    cipherSuites = List.copyOf(cipherSuites);
    protocols = Set.copyOf(protocols);
    requireNonNull(reloadInterval, "reloadInterval");
  }

  /** Makes a listener serve TLS; the certificates come with {@link CertificateFiles}. */
  public HttpServerOptions applyTo(HttpServerOptions listen) {
    listen.setSsl(true).setUseAlpn(true).setEnabledSecureTransportProtocols(protocols);
    if (!cipherSuites.isEmpty()) {
      Stream.concat(TLS_1_3_SUITES.stream(), cipherSuites.stream())
          .forEach(listen::addEnabledCipherSuite);
    }
    return listen;
  }
}
