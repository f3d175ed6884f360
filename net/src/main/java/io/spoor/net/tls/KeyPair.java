package io.spoor.net.tls;

import io.spoor.storage.tls.OwnCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The contents of a listener's files at one moment, checked to belong together. Contents are kept,
 * not paths: Vert.x keeps what it has made of a path, and certificates are renewed in place.
 */
final class KeyPair {
  private static final int MAX_BYTES = 1 << 20;

  private final byte[] certificate;
  private final byte[] key;
  private final Optional<byte[]> authority;
  private final X509Certificate leaf;

  private KeyPair(
      byte[] certificate, byte[] key, Optional<byte[]> authority, X509Certificate leaf) {
    this.certificate = certificate;
    this.key = key;
    this.authority = authority;
    this.leaf = leaf;
  }

  /** Reads the files as they are now. Blocks. */
  static KeyPair read(ServerTls tls, Vertx vertx) throws BadCertificateException {
    byte[] certificate = bytes(tls, "cert", tls.certificate());
    byte[] key = bytes(tls, "key", tls.key());
    Optional<byte[]> authority = Optional.empty();
    if (tls.clientAuthority().isPresent()) {
      authority = Optional.of(bytes(tls, "client-ca", tls.clientAuthority().get()));
      checkAuthority(tls, authority.get(), vertx);
    }
    return new KeyPair(certificate, key, authority, leaf(tls, certificate, key, vertx));
  }

  boolean isSameAs(KeyPair other) {
    return Arrays.equals(certificate, other.certificate)
        && Arrays.equals(key, other.key)
        && authority.isPresent() == other.authority.isPresent()
        && Arrays.equals(authority.orElse(new byte[0]), other.authority.orElse(new byte[0]));
  }

  Instant expiry() {
    return leaf.getNotAfter().toInstant();
  }

  boolean isValidAt(Instant now) {
    return now.isBefore(expiry()) && !now.isBefore(leaf.getNotBefore().toInstant());
  }

  String subject() {
    return leaf.getSubjectX500Principal().getName();
  }

  PemKeyCertOptions identity() {
    return options(certificate, key);
  }

  Optional<PemTrustOptions> trust() {
    return authority.map(bytes -> new PemTrustOptions().addCertValue(Buffer.buffer(bytes)));
  }

  private static PemKeyCertOptions options(byte[] certificate, byte[] key) {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(certificate))
        .addKeyValue(Buffer.buffer(key));
  }

  /** What the server shows; proves that the key is the certificate's. */
  private static X509Certificate leaf(ServerTls tls, byte[] certificate, byte[] key, Vertx vertx)
      throws BadCertificateException {
    Optional<X509Certificate> leaf;
    try {
      leaf = OwnCertificate.of(options(certificate, key), vertx);
    } catch (Exception e) {
      throw new BadCertificateException(
          "--" + tls.prefix() + ".tls.cert and .tls.key: cannot be read as PEM: " + reason(e), e);
    }
    return leaf.orElseThrow(
        () ->
            new BadCertificateException(
                "--"
                    + tls.prefix()
                    + ".tls.key: "
                    + tls.key()
                    + " is not the key of "
                    + tls.certificate()));
  }

  private static void checkAuthority(ServerTls tls, byte[] bytes, Vertx vertx)
      throws BadCertificateException {
    try {
      new PemTrustOptions().addCertValue(Buffer.buffer(bytes)).getTrustManagerFactory(vertx);
    } catch (Exception e) {
      throw new BadCertificateException(
          "--" + tls.prefix() + ".tls.client-ca: cannot be read as PEM: " + reason(e), e);
    }
  }

  /** Opened anew each time: Kubernetes swaps the directory that the path leads through. */
  private static byte[] bytes(ServerTls tls, String flag, Path path)
      throws BadCertificateException {
    String where = "--" + tls.prefix() + ".tls." + flag + ": " + path;
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new BadCertificateException(where + " is larger than " + MAX_BYTES + " bytes");
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new BadCertificateException(where + ": no such file", e);
    } catch (IOException e) {
      throw new BadCertificateException(where + " cannot be read: " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
