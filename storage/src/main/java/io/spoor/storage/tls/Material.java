package io.spoor.storage.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The contents of a client's files at one moment, checked to be of use and to belong together.
 * Contents, not paths: Vert.x keeps what it has made of a path, and certificates are renewed in
 * place.
 */
public final class Material {
  private static final int MAX_BYTES = 8 << 20;

  private final List<Buffer> authorities;
  private final List<Buffer> pair;
  private final Optional<X509Certificate> own;

  private Material(List<Buffer> authorities, List<Buffer> pair, Optional<X509Certificate> own) {
    this.authorities = authorities;
    this.pair = pair;
    this.own = own;
  }

  /**
   * Reads the files as they are now. Blocks.
   *
   * @param known what was read before: contents that have not changed are not checked again
   * @throws IllegalArgumentException naming the file that cannot be read or used
   */
  static Material read(ClientFiles files, Optional<Material> known, Vertx vertx) {
    List<Buffer> authorities = new ArrayList<>();
    List<Buffer> pair = new ArrayList<>();
    List<Path> trusted;
    try {
      trusted = files.authorities().files();
    } catch (IOException e) {
      throw new IllegalArgumentException(files.client() + ".tls: " + e, e);
    }
    trusted.forEach(path -> authorities.add(contents(files, "ca", path)));
    if (files.certificate().isPresent()) {
      pair.add(contents(files, "cert", files.certificate().get()));
      pair.add(contents(files, "key", files.key().orElseThrow()));
    }
    if (known
        .filter(old -> old.authorities.equals(authorities) && old.pair.equals(pair))
        .isPresent()) {
      return known.get();
    }
    Material read = new Material(List.copyOf(authorities), List.copyOf(pair), Optional.empty());
    read.checkTrust(files, trusted, vertx);
    return read.identity().isEmpty()
        ? read
        : new Material(
            read.authorities, read.pair, Optional.of(leaf(files, read.identity().get(), vertx)));
  }

  /** Whom to trust; empty for the Java runtime's own list. */
  public Optional<PemTrustOptions> trust() {
    if (authorities.isEmpty()) {
      return Optional.empty();
    }
    PemTrustOptions trust = new PemTrustOptions();
    authorities.forEach(trust::addCertValue);
    return Optional.of(trust);
  }

  /** What to show; empty for nothing. */
  public Optional<PemKeyCertOptions> identity() {
    return pair.isEmpty()
        ? Optional.empty()
        : Optional.of(new PemKeyCertOptions().addCertValue(pair.get(0)).addKeyValue(pair.get(1)));
  }

  /** When the certificate that is shown expires. */
  public Optional<Instant> expiry() {
    return own.map(certificate -> certificate.getNotAfter().toInstant());
  }

  boolean isValidAt(Instant now) {
    return own.map(
            certificate ->
                now.isBefore(certificate.getNotAfter().toInstant())
                    && !now.isBefore(certificate.getNotBefore().toInstant()))
        .orElse(true);
  }

  private void checkTrust(ClientFiles files, List<Path> trusted, Vertx vertx) {
    try {
      if (trust().isPresent()) {
        trust().get().getTrustManagerFactory(vertx);
      }
    } catch (Exception e) { // as Vert.x declares it
      throw new IllegalArgumentException(
          files.client() + ".tls.ca: no certificate in PEM in " + trusted + ": " + reason(e), e);
    }
  }

  /** The certificate that is shown; proves that the key is its own. */
  private static X509Certificate leaf(ClientFiles files, PemKeyCertOptions identity, Vertx vertx) {
    String where = files.client() + ".tls.cert and .tls.key: ";
    Optional<X509Certificate> leaf;
    try {
      leaf = OwnCertificate.of(identity, vertx);
    } catch (Exception e) { // as Vert.x declares it
      throw new IllegalArgumentException(where + "cannot be used: " + reason(e), e);
    }
    return leaf.orElseThrow(
        () ->
            new IllegalArgumentException(
                where
                    + files.key().orElseThrow()
                    + " is not the key of "
                    + files.certificate().orElseThrow()));
  }

  /** Opened anew each time: Kubernetes swaps the directory that the path leads through. */
  private static Buffer contents(ClientFiles files, String flag, Path path) {
    String where = files.client() + ".tls." + flag + ": cannot read " + path;
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new IllegalArgumentException(where + ": larger than " + MAX_BYTES + " bytes");
      }
      return Buffer.buffer(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new IllegalArgumentException(where + ": " + e, e);
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
