package io.spoor.storage.tls;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a client's certificates are, all in PEM.
 *
 * @param client what messages and metrics call it, such as {@code reporter.grpc}
 * @param authorities whom to trust; none for the Java runtime's own list
 * @param certificate chain to show, with its {@code key}: PKCS#1, SEC1 or PKCS#8
 */
public record ClientFiles(
    String client, Authorities authorities, Optional<Path> certificate, Optional<Path> key) {

  /** Files that may be others each time they are asked for. */
  @FunctionalInterface
  public interface Authorities {
    /** Blocks. */
    List<Path> files() throws IOException;
  }

  public ClientFiles {
    requireNonNull(client, "client");
    requireNonNull(authorities, "authorities");
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          client + ".tls.cert and " + client + ".tls.key are given together or not at all");
    }
  }
}
