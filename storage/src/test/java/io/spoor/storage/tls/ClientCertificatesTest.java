package io.spoor.storage.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.storage.elasticsearch.server.Certificates;
import io.spoor.storage.elasticsearch.server.Issued;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract deploy.md §6: every form of key, and renewals of every kind. */
final class ClientCertificatesTest {
  private static final long SEED = Long.getLong("spoor.seed", System.nanoTime());

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final Certificates authority = Certificates.create();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private ClientCertificates open(Path certificate, Path key) {
    ClientFiles files =
        new ClientFiles(
            "test",
            () -> List.of(directory.resolve("ca")),
            Optional.of(certificate),
            Optional.of(key));
    return new ClientCertificates(files, vertx, registry, InstantSource.system());
  }

  private double gauge(String name) {
    return registry.get(name).tag("client", "test").gauge().value();
  }

  private double reloads(String outcome) {
    return registry.get("spoor.tls.client.reloads").tag("outcome", outcome).counter().count();
  }

  @Test
  void readsEveryFormOfKey() throws IOException {
    file("ca", authority.caPem());
    Issued rsa = authority.issueForClient("workload@namespace");
    Issued curve = authority.issueWithCurve("workload");
    Path rsaCertificate = file("rsa.crt", rsa.certificatePem());
    Path curveCertificate = file("ec.crt", curve.certificatePem());
    for (Path key :
        List.of(file("rsa.pkcs8", rsa.keyPem()), file("rsa.pkcs1", rsa.pkcs1KeyPem()))) {
      assertTrue(open(rsaCertificate, key).inForce().material().identity().isPresent());
    }
    for (Path key :
        List.of(file("ec.pkcs8", curve.keyPem()), file("ec.sec1", curve.sec1KeyPem()))) {
      assertTrue(open(curveCertificate, key).inForce().material().identity().isPresent());
    }
  }

  @Test
  void refusesWhatIsOfNoUseInWordsThatNameIt() throws IOException {
    Issued own = authority.issueForClient("own");
    Path certificate = file("own.crt", own.certificatePem());
    Path key = file("own.key", own.keyPem());
    assertTrue(refusal(certificate, key).contains("ca"), () -> refusal(certificate, key));
    file("ca", "nothing in PEM");
    assertTrue(refusal(certificate, key).startsWith("test.tls.ca: no certificate in PEM"));
    file("ca", authority.caPem());
    Path other = file("other.key", authority.issueForClient("other").pkcs1KeyPem());
    assertTrue(refusal(certificate, other).endsWith("is not the key of " + certificate));
    Path curve = file("ec.key", authority.issueWithCurve("other").sec1KeyPem());
    assertTrue(refusal(certificate, curve).contains("algorithm does not match"));
    assertTrue(refusal(certificate, certificate).contains("cannot be used"));
    assertTrue(refusal(directory.resolve("gone.crt"), key).contains("gone.crt"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClientFiles("test", List::of, Optional.of(certificate), Optional.empty()));
  }

  private String refusal(Path certificate, Path key) {
    return assertThrows(IllegalArgumentException.class, () -> open(certificate, key)).getMessage();
  }

  @Test
  void takesARenewalInPlaceWhenItIsWhole() throws IOException {
    file("ca", authority.caPem());
    Issued first = authority.issueForClient("first");
    Path certificate = file("own.crt", first.certificatePem());
    Path key = file("own.key", first.keyPem());
    ClientCertificates certificates = open(certificate, key);
    ClientCertificates.InForce before = certificates.inForce();
    assertSame(before, certificates.look());

    Issued second = authority.issueWithCurve("second");
    file("own.crt", second.certificatePem());
    assertSame(before, certificates.look());
    assertEquals(0, gauge("spoor.tls.client.certificate.good"));
    assertEquals(1, reloads("failed"));
    file("own.key", second.sec1KeyPem());
    ClientCertificates.InForce after = certificates.look();

    assertEquals(before.generation() + 1, after.generation());
    assertEquals(1, gauge("spoor.tls.client.certificate.good"));
    assertEquals(1, reloads("loaded"));
    assertEquals(
        (double) second.certificate().getNotAfter().toInstant().getEpochSecond(),
        gauge("spoor.tls.client.certificate.expiry"));
    Files.delete(key);
    assertSame(after, certificates.look());
    file("ca", "");
    assertSame(after, certificates.look());
  }

  @Test
  void takesASwappedVolumeAndANewAuthority() throws IOException {
    SecretVolume volume = new SecretVolume(directory.resolve("volume"));
    Files.createDirectory(directory.resolve("volume"));
    Issued first = authority.issueForClient("first");
    volume.write(
        Map.of(
            "ca", authority.caPem(), "tls.crt", first.certificatePem(), "tls.key", first.keyPem()));
    ClientFiles files =
        new ClientFiles(
            "test",
            () -> List.of(volume.file("ca")),
            Optional.of(volume.file("tls.crt")),
            Optional.of(volume.file("tls.key")));
    ClientCertificates certificates =
        new ClientCertificates(files, vertx, registry, InstantSource.system());

    Certificates next = Certificates.create();
    Issued second = next.issueForClient("second");
    volume.write(
        Map.of(
            "ca",
            authority.caPem() + next.caPem(),
            "tls.crt",
            second.certificatePem(),
            "tls.key",
            second.pkcs1KeyPem()));

    assertEquals(1, certificates.look().generation());
    assertEquals(1, certificates.look().generation());
  }

  @Test
  void keepsAValidCertificateInThePlaceOfAnExpiredOne() throws IOException {
    file("ca", authority.caPem());
    Issued good = authority.issueForClient("good");
    Path certificate = file("own.crt", good.certificatePem());
    Path key = file("own.key", good.keyPem());
    ClientCertificates certificates = open(certificate, key);
    Issued over = authority.issue("over", Duration.ofMinutes(1));
    assertTrue(over.certificate().getNotAfter().toInstant().isBefore(Instant.now()));

    file("own.crt", over.certificatePem());
    file("own.key", over.keyPem());

    assertEquals(0, certificates.look().generation());
    assertEquals(1, reloads("failed"));
  }

  @Test
  void survivesWhateverTheFilesHold() throws IOException {
    file("ca", authority.caPem());
    Issued own = authority.issueWithCurve("own");
    Random random = new Random(SEED);
    List<String> texts =
        List.of(own.certificatePem(), own.keyPem(), own.sec1KeyPem(), authority.caPem());
    for (int i = 0; i < 600; i++) {
      byte[] bytes =
          texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.ISO_8859_1).clone();
      int changes = random.nextInt(6);
      for (int n = 0; n < changes; n++) {
        bytes[random.nextInt(bytes.length)] =
            (byte) (random.nextBoolean() ? "=-\n+AZ".charAt(random.nextInt(6)) : random.nextInt());
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
      Path mutant = directory.resolve("mutant");
      Files.write(mutant, java.util.Arrays.copyOf(bytes, length));
      Path good = file("good.crt", own.certificatePem());
      Path key = file("good.key", own.keyPem());
      try {
        switch (random.nextInt(3)) {
          case 0 -> open(mutant, key);
          case 1 -> open(good, mutant);
          default ->
              new ClientCertificates(
                  new ClientFiles(
                      "test", () -> List.of(mutant), Optional.empty(), Optional.empty()),
                  vertx,
                  registry,
                  InstantSource.system());
        }
      } catch (IllegalArgumentException refused) {
        assertTrue(
            refused.getMessage().startsWith("test.tls."),
            () -> refused + ", replay with -Dspoor.seed=" + SEED);
      }
    }
  }
}
