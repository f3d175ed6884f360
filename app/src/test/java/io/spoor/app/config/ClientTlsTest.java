package io.spoor.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.app.flag.FlagException;
import io.spoor.app.flag.Settings;
import io.spoor.storage.elasticsearch.server.Certificates;
import io.spoor.storage.tls.ClientCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
  void trustsTheAuthorityThatIsNamedAndVerifiesTheServersName() throws Exception {
    Path authority = write("ca.pem", Certificates.create().caPem());
    ClientSSLOptions options =
        options(Map.of(PREFIX + "enabled", "true", PREFIX + "ca", authority.toString()));

    assertEquals(
        List.of(Buffer.buffer(Files.readAllBytes(authority))),
        ((PemTrustOptions) options.getTrustOptions()).getCertValues());
    assertEquals("HTTPS", options.getHostnameVerificationAlgorithm());
    assertFalse(options.isTrustAll());
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
        options(Map.of(PREFIX + "enabled", "true", PREFIX + "skip-host-verify", "true"));
    assertTrue(options.isTrustAll());
    assertEquals("", options.getHostnameVerificationAlgorithm());
  }

  private static ClientSSLOptions options(Map<String, String> flags) throws Exception {
    ClientTls tls = read(flags).orElseThrow();
    Vertx vertx = Vertx.vertx();
    try {
      ClientCertificates certificates =
          new ClientCertificates(
              tls.files("reporter.grpc"), vertx, new SimpleMeterRegistry(), InstantSource.system());
      return tls.options(certificates.inForce().material());
    } finally {
      vertx.close().await(30, TimeUnit.SECONDS);
    }
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
