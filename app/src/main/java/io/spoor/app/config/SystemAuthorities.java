package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The certificates that the operating system trusts, found where Go's programs find them: that is
 * where images and clusters mount a company's own CA. The JVM's store counts where there are none.
 *
 * @param bundles the places of a bundle: the first that exists is the one
 */
public record SystemAuthorities(
    Optional<Path> file, Optional<String> directories, List<Path> bundles) {
  private static final List<Path> BUNDLES =
      Stream.of(
              "/etc/ssl/certs/ca-certificates.crt",
              "/etc/pki/tls/certs/ca-bundle.crt",
              "/etc/ssl/ca-bundle.pem",
              "/etc/pki/tls/cacert.pem",
              "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
              "/etc/ssl/cert.pem")
          .map(Path::of)
          .toList();

  public SystemAuthorities {
    requireNonNull(file, "file");
    requireNonNull(directories, "directories");
    bundles = List.copyOf(bundles);
  }

  /** As the environment says: {@code SSL_CERT_FILE}, {@code SSL_CERT_DIR}. */
  public static SystemAuthorities of(Map<String, String> environment) {
    return new SystemAuthorities(
        Optional.ofNullable(environment.get("SSL_CERT_FILE"))
            .filter(text -> !text.isEmpty())
            .map(Path::of),
        Optional.ofNullable(environment.get("SSL_CERT_DIR")).filter(text -> !text.isEmpty()),
        BUNDLES);
  }

  /** Files in PEM; none if the JVM's own store is to be used. Blocks. */
  List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    if (file.isPresent()) {
      files.add(file.get());
    } else {
      bundles.stream().filter(Files::isReadable).findFirst().ifPresent(files::add);
    }
    for (String directory : directories.map(text -> text.split(":", -1)).orElse(new String[0])) {
      try (Stream<Path> entries = Files.list(Path.of(directory))) {
        entries.filter(Files::isRegularFile).filter(SystemAuthorities::isPem).forEach(files::add);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    return files;
  }

  private static boolean isPem(Path path) {
    try {
      return Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1)
          .contains("-----BEGIN CERTIFICATE-----");
    } catch (IOException e) {
      return false;
    }
  }
}
