package io.spoor.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.flag.FlagException;
import io.spoor.app.flag.Settings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's TLS flags (contract: deploy.md §6). */
final class ClientTlsTest {
  private static final String PREFIX = "reporter.grpc.tls.";
  @TempDir Path directory;

  @Test
  void isOffByDefault() {
    assertTrue(read(Map.of()).isEmpty());
    assertTrue(read(Map.of(PREFIX + "ca", "")).isEmpty());
  }

  @Test
  void refusesOptionsWhileItIsOff() throws Exception {
    String file = write("ca.pem", "x").toString();
    for (Map<String, String> flags :
        List.of(
            Map.of(PREFIX + "ca", file),
            Map.of(PREFIX + "server-name", "a"),
            Map.of(PREFIX + "skip-host-verify", "true"))) {
      assertEquals(
          "reporter.grpc.tls.* options cannot be used when reporter.grpc.tls.enabled is false",
          assertThrows(FlagException.class, () -> read(flags)).getMessage());
    }
  }

  @Test
  void takesTheNameOf1_15() {
    assertTrue(read(Map.of("reporter.grpc.tls", "true")).isPresent());
  }

  @Test
  void wantsCertificateAndKeyTogether() throws Exception {
    String file = write("cert.pem", "x").toString();
    assertThrows(
        FlagException.class, () -> read(Map.of(PREFIX + "enabled", "true", PREFIX + "cert", file)));
  }

  @Test
  void readsRenewedFilesAnew() throws Exception {
    Path authority = write("ca.pem", "first");
    ClientTls tls =
        read(Map.of(PREFIX + "enabled", "true", PREFIX + "ca", authority.toString())).orElseThrow();
    assertEquals(List.of(Buffer.buffer("first")), trusted(tls));
    write("ca.pem", "second");
    assertEquals(List.of(Buffer.buffer("second")), trusted(tls));
    assertEquals("HTTPS", tls.load().getHostnameVerificationAlgorithm());
    assertFalse(tls.load().isTrustAll());
  }

  @Test
  void trustsTheSystemsBundleWithoutAnAuthorityOfItsOwn() throws Exception {
    Path bundle = write("bundle.pem", "system");
    SystemAuthorities system =
        new SystemAuthorities(
            Optional.empty(), Optional.empty(), List.of(directory.resolve("none"), bundle));
    assertEquals(List.of(bundle), system.files());
    Path own = write("own.pem", "own");
    assertEquals(
        List.of(own),
        new SystemAuthorities(Optional.of(own), Optional.empty(), List.of(bundle)).files());
    Path certificates = Files.createDirectory(directory.resolve("certs"));
    Files.writeString(certificates.resolve("a.pem"), "-----BEGIN CERTIFICATE-----");
    Files.writeString(certificates.resolve("README"), "no certificate");
    assertEquals(
        List.of(bundle, certificates.resolve("a.pem")),
        new SystemAuthorities(
                Optional.empty(), Optional.of(certificates.toString()), List.of(bundle))
            .files());
  }

  @Test
  void verifiesNothingOnlyWhenToldTo() throws Exception {
    ClientSSLOptions options =
        read(Map.of(PREFIX + "enabled", "true", PREFIX + "skip-host-verify", "true"))
            .orElseThrow()
            .load();
    assertTrue(options.isTrustAll());
    assertEquals("", options.getHostnameVerificationAlgorithm());
  }

  private static List<Buffer> trusted(ClientTls tls) throws Exception {
    return ((PemTrustOptions) tls.load().getTrustOptions()).getCertValues();
  }

  private static Optional<ClientTls> read(Map<String, String> flags) {
    Settings settings = new Settings(flags, Map.of());
    Optional<ClientTls> tls =
        ClientTls.read(
            "reporter.grpc",
            settings,
            new SystemAuthorities(Optional.empty(), Optional.empty(), List.of()));
    settings.verify();
    return tls;
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text);
  }
}
