package io.spoor.storage.elasticsearch.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.storage.Secret;
import io.spoor.storage.StorageException;
import io.spoor.storage.elasticsearch.server.Certificates;
import io.spoor.storage.elasticsearch.server.Issued;
import io.spoor.storage.elasticsearch.server.SecuredServer;
import io.spoor.storage.elasticsearch.server.Security;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server with TLS by a private authority, client certificates and accounts. */
@Tag("elasticsearch")
final class SecuredConnectionTest extends ClusterFixture {
  private static final Request WHO_AM_I = Request.of("GET", "/_security/_authenticate");
  private static final Duration OFTEN = Duration.ofMillis(10);

  private final SecuredServer secured = TestServer.sharedSecured();
  private final URI uri = secured.server().uri();
  private final Credentials basic = Credentials.basic(Security.USER, Security.PASSWORD);

  @TempDir Path directory;
  private ClusterTls tls;

  @BeforeEach
  void writeCertificates() throws IOException {
    Issued own = secured.authority().issue("spoor");
    tls =
        ClusterTls.trusting(file("ca.crt", secured.authority().caPem()))
            .showing(file("own.crt", own.certificatePem()), file("own.key", own.keyPem()));
  }

  @Test
  void isItsUserOverTlsWithItsCertificate() {
    Cluster cluster = cluster(to(uri).with(basic).with(tls));
    assertEquals(Security.USER, whoAmI(cluster));
    assertEquals(secured.server().version(), await(cluster.version()).number());
    assertNotNull(cluster.typed().indices().getAlias().join());
  }

  @Test
  void readsKeysInPkcs1() throws IOException {
    Issued own = secured.authority().issue("spoor");
    ClusterTls old =
        tls.showing(file("1.crt", own.certificatePem()), file("1.key", own.pkcs1KeyPem()));
    assertEquals(Security.USER, whoAmI(cluster(to(uri).with(basic).with(old))));
  }

  @Test
  void sendsTheBearerTokenOverTlsAndInThePlaceOfThePassword() throws IOException {
    Credentials both =
        new Credentials(
            Security.USER,
            new Secret("wrong"),
            Optional.empty(),
            Optional.of(file("token", Security.BEARER_TOKEN + "\n")),
            Optional.empty(),
            OFTEN);
    assertEquals("elastic/fleet-server", whoAmI(cluster(to(uri).with(both).with(tls))));
  }

  @Test
  void takesANewPasswordFromItsFile() throws IOException {
    Path password = file("password", "wrong\n");
    Credentials watched =
        new Credentials(
            Security.USER,
            Secret.NONE,
            Optional.of(password),
            Optional.empty(),
            Optional.empty(),
            OFTEN);
    Cluster cluster = cluster(to(uri).with(watched).with(tls));
    assertEquals(401, await(cluster.send(WHO_AM_I)).status());
    Files.writeString(password, Security.PASSWORD + "\r\n");
    awaitStatus(cluster, 200);
    Files.delete(password);
    assertEquals(200, await(cluster.send(WHO_AM_I)).status());
  }

  @Test
  void saysThatItsCredentialsAreRefused() {
    Credentials wrong = Credentials.basic(Security.USER, "not the password");
    StorageException failure = failureOf(cluster(to(uri).with(wrong).with(tls)).version());
    assertTrue(failure.getMessage().contains("refuses our credentials (401)"), failure::getMessage);
    assertFalse(failure.getMessage().contains("not the password"), failure::getMessage);
  }

  @Test
  void trustsNobodyElse() throws IOException {
    ClusterTls other =
        ClusterTls.trusting(file("other.crt", Certificates.create().caPem()))
            .showing(tls.certificate().orElseThrow(), tls.key().orElseThrow());
    saysThatTlsDoesNotFit(other);
    saysThatTlsDoesNotFit(
        new ClusterTls(List.of(), tls.certificate(), tls.key(), Optional.empty(), false));
    assertEquals(
        Security.USER, whoAmI(cluster(to(uri).with(basic).with(other.withoutVerification()))));
  }

  @Test
  void verifiesTheNameThatItIsTold() {
    assertEquals(
        Security.USER, whoAmI(cluster(to(uri).with(basic).with(tls.withServerName("localhost")))));
    saysThatTlsDoesNotFit(tls.withServerName("elsewhere.example"));
  }

  @Test
  void needsACertificateOfItsOwnWhereTheServerAsksForOne() {
    ClusterTls none = ClusterTls.trusting(tls.authorities().get(0));
    failureOf(cluster(to(uri).with(basic).with(none)).send(WHO_AM_I));
  }

  @Test
  void namesTheFileThatIsNotThereOrNoCertificate() throws IOException {
    ClusterTls missing = ClusterTls.trusting(directory.resolve("missing.crt"));
    assertTrue(refusal(to(uri).with(missing)).contains("missing.crt"));
    assertTrue(
        refusal(to(uri).with(ClusterTls.trusting(file("text", "no certificate"))))
            .startsWith("TLS to Elasticsearch: "));
    Path gone = directory.resolve("gone");
    assertTrue(refusal(to(uri).with(Credentials.bearer(gone, OFTEN))).contains("gone"));
  }

  private void saysThatTlsDoesNotFit(ClusterTls other) {
    StorageException failure = failureOf(cluster(to(uri).with(basic).with(other)).send(WHO_AM_I));
    assertTrue(failure.getMessage().contains(uri + ": no trusted connection"), failure::getMessage);
  }

  private String refusal(ConnectionOptions options) {
    return assertThrows(IllegalArgumentException.class, () -> new Cluster(vertx, options))
        .getMessage();
  }

  private void awaitStatus(Cluster cluster, int status) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (await(cluster.send(WHO_AM_I)).status() != status) {
      assertTrue(System.nanoTime() < deadline, "never " + status);
    }
  }

  private static String whoAmI(Cluster cluster) {
    Answer answer = await(cluster.send(WHO_AM_I)).orThrow("who am I");
    return new JsonObject(Buffer.buffer(answer.body())).getString("username");
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
