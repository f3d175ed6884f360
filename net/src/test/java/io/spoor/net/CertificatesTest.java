package io.spoor.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.net.tls.BadCertificateException;
import io.spoor.net.tls.CertificateFiles;
import io.spoor.net.tls.ServerTls;
import io.spoor.storage.elasticsearch.server.Certificates;
import io.spoor.storage.elasticsearch.server.Issued;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS of a listener: who may come in, and files that change while it is open. */
final class CertificatesTest {
  private static final Duration LONG = Duration.ofDays(30);
  private static final Duration OVER = Duration.ofMinutes(30);
  private static Certificates authority;
  private static Certificates stranger;
  private static KeyPair rsa;
  private static KeyPair curve;

  @TempDir Path directory;

  @BeforeAll
  static void make() throws Exception {
    authority = Certificates.create();
    stranger = Certificates.create();
    rsa = Certificates.newKeys();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    curve = generator.generateKeyPair();
  }

  @Test
  void servesKeysInEveryForm() throws Exception {
    Issued ofRsa = server(rsa, "rsa");
    Issued ofCurve = server(curve, "curve");
    for (String pkcs8 : List.of(ofRsa.keyPem(), ofRsa.pkcs1KeyPem())) {
      try (RunningDoor door = door(ofRsa.certificatePem(), pkcs8, Optional.empty())) {
        assertEquals("CN=rsa", shown(door, authority.trusting()));
      }
    }
    for (String key : List.of(ofCurve.keyPem(), ofCurve.sec1KeyPem())) {
      try (RunningDoor door = door(ofCurve.certificatePem(), key, Optional.empty())) {
        assertEquals("CN=curve", shown(door, authority.trusting()));
      }
    }
  }

  @Test
  void demandsACertificateOfItsAuthority() throws Exception {
    Issued client = authority.issue(rsa, "workload@namespace", LONG);
    Issued expired = authority.issue(rsa, "late", OVER);
    Issued foreign = stranger.issue(rsa, "workload@namespace", LONG);
    try (RunningDoor door = mutual()) {
      assertEquals("CN=server", shown(door, authority.showing(client)));
      assertThrows(IOException.class, () -> shown(door, authority.trusting()));
      assertThrows(IOException.class, () -> shown(door, authority.showing(foreign)));
      assertThrows(IOException.class, () -> shown(door, authority.showing(expired)));
      assertThrows(IOException.class, () -> shown(door, stranger.showing(client)));
      assertEquals("CN=server", shown(door, authority.showing(client)));
    }
  }

  @Test
  void showsARenewedCertificateToNewConnectionsAndKeepsTheOldOnes() throws Exception {
    Issued first = server(rsa, "first");
    try (RunningDoor door = door(first.certificatePem(), first.keyPem(), Optional.empty());
        SSLSocket old = connect(door, authority.trusting())) {
      assertEquals(200, post(old));
      Issued second = server(curve, "second");
      write("tls.crt", second.certificatePem());
      RunningDoor.eventually(() -> reloads(door, "failed") > 0);
      assertEquals("CN=first", shown(door, authority.trusting()), "half of a pair");
      write("tls.key", second.keyPem());
      RunningDoor.eventually(() -> reloads(door, "loaded") == 1);
      assertEquals("CN=second", shown(door, authority.trusting()));
      assertEquals(200, post(old));
      assertEquals(
          (double) second.certificate().getNotAfter().toInstant().getEpochSecond(),
          door.registry.get("spoor.tls.certificate.expiry").gauge().value());
    }
  }

  @Test
  void followsALinkThatIsSwappedAsKubernetesDoes() throws Exception {
    Path first = Files.createDirectory(directory.resolve("..2026_01"));
    Path second = Files.createDirectory(directory.resolve("..2026_02"));
    for (Path data : List.of(first, second)) {
      Issued issued = server(rsa, data.getFileName().toString().substring(2));
      Files.writeString(data.resolve("tls.crt"), issued.certificatePem());
      Files.writeString(data.resolve("tls.key"), issued.keyPem());
    }
    Files.createSymbolicLink(directory.resolve("..data"), first.getFileName());
    Files.createSymbolicLink(directory.resolve("tls.crt"), Path.of("..data", "tls.crt"));
    Files.createSymbolicLink(directory.resolve("tls.key"), Path.of("..data", "tls.key"));
    try (RunningDoor door = door(Optional.empty())) {
      assertEquals("CN=2026_01", shown(door, authority.trusting()));
      Path next = Files.createSymbolicLink(directory.resolve("..tmp"), second.getFileName());
      Files.move(next, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
      RunningDoor.eventually(() -> reloads(door, "loaded") == 1);
      assertEquals("CN=2026_02", shown(door, authority.trusting()));
      assertEquals(0, reloads(door, "failed"));
    }
  }

  @Test
  void keepsWhatIsGoodWhenTheFilesGoBad() throws Exception {
    Issued good = server(rsa, "good");
    try (RunningDoor door = door(good.certificatePem(), good.keyPem(), Optional.empty())) {
      for (String bad :
          List.of(
              "",
              "nonsense",
              good.certificatePem().substring(0, 300),
              authority.issue(rsa, "expired", OVER, "127.0.0.1").certificatePem(),
              server(curve, "another key's").certificatePem())) {
        double before = reloads(door, "failed");
        write("tls.crt", bad);
        RunningDoor.eventually(() -> reloads(door, "failed") > before);
        assertEquals("CN=good", shown(door, authority.trusting()));
        assertEquals(0, door.registry.get("spoor.tls.certificate.good").gauge().value());
      }
      Files.delete(directory.resolve("tls.crt"));
      double before = reloads(door, "failed");
      RunningDoor.eventually(() -> reloads(door, "failed") > before);
      assertEquals("CN=good", shown(door, authority.trusting()));
      write("tls.crt", good.certificatePem());
      RunningDoor.eventually(
          () -> door.registry.get("spoor.tls.certificate.good").gauge().value() == 1);
      assertEquals(0, reloads(door, "loaded"));
    }
  }

  @Test
  void putsANewAuthorityOfClientsInForce() throws Exception {
    Issued client = authority.issue(rsa, "old", LONG);
    Issued other = stranger.issue(rsa, "new", LONG);
    try (RunningDoor door = mutual()) {
      assertEquals("CN=server", shown(door, authority.showing(client)));
      write("ca.crt", stranger.caPem());
      RunningDoor.eventually(() -> reloads(door, "loaded") == 1);
      assertThrows(IOException.class, () -> shown(door, authority.showing(client)));
      assertEquals("CN=server", shown(door, authority.showing(other)));
    }
  }

  @Test
  void dropsNoConnectionWhileCertificatesChangeUnderLoad() throws Exception {
    Issued first = server(rsa, "number 0");
    AtomicBoolean stop = new AtomicBoolean();
    try (RunningDoor door = door(first.certificatePem(), first.keyPem(), Optional.empty());
        SSLSocket kept = connect(door, authority.trusting())) {
      Throwable[] failure = new Throwable[1];
      Thread load =
          new Thread(
              () -> {
                try {
                  while (!stop.get()) {
                    assertEquals(200, post(kept));
                    assertTrue(shown(door, authority.trusting()).startsWith("CN=number"));
                  }
                } catch (Throwable e) {
                  failure[0] = e;
                }
              });
      load.start();
      for (int i = 1; i <= 5; i++) {
        int number = i;
        write("tls.crt", server(rsa, "number " + i).certificatePem());
        RunningDoor.eventually(() -> reloads(door, "loaded") == number);
      }
      stop.set(true);
      load.join();
      assertEquals(null, failure[0]);
      assertEquals(200, post(kept));
    }
  }

  @Test
  void endsAHandshakeThatDoesNotEnd() throws Exception {
    Issued server = server(rsa, "server");
    write("tls.crt", server.certificatePem());
    write("tls.key", server.keyPem());
    try (RunningDoor door = door(Optional.empty(), RunningDoor.BOUNDS);
        RawClient silent = new RawClient(door.port);
        RawClient half = new RawClient(door.port)) {
      half.send(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01});
      silent.readToEnd();
      half.readToEnd();
      RunningDoor.eventually(() -> door.connections() == 0);
    }
  }

  @Test
  void namesTheFlagOfWhatCannotBeUsed() throws Exception {
    Issued good = server(rsa, "good");
    write("tls.crt", good.certificatePem());
    write("tls.key", good.keyPem());
    assertTrue(complaint(Optional.of("missing")).contains("--test.tls.client-ca: "));
    write("tls.crt", "nonsense");
    assertTrue(complaint(Optional.empty()).startsWith("--test.tls.cert and .tls.key: "));
    write("tls.crt", server(Certificates.newKeys(), "other").certificatePem());
    String mismatch = complaint(Optional.empty());
    assertTrue(mismatch.startsWith("--test.tls.key: "), mismatch);
    assertTrue(mismatch.contains("is not the key of"), mismatch);
    assertFalse(mismatch.contains("PRIVATE"));
  }

  private String complaint(Optional<String> authorityFile) {
    Vertx vertx = Vertx.vertx();
    try {
      return assertThrows(
              BadCertificateException.class,
              () ->
                  CertificateFiles.load(
                      tls(authorityFile), vertx, new SimpleMeterRegistry(), InstantSource.system()))
          .getMessage();
    } finally {
      RunningDoor.await(vertx.close());
    }
  }

  private static Issued server(KeyPair keys, String name) {
    return authority.issue(keys, name, LONG, "127.0.0.1");
  }

  private RunningDoor mutual() throws IOException {
    Issued server = server(rsa, "server");
    write("ca.crt", authority.caPem());
    return door(server.certificatePem(), server.keyPem(), Optional.of("ca.crt"));
  }

  private RunningDoor door(String certificate, String key, Optional<String> clientAuthority)
      throws IOException {
    write("tls.crt", certificate);
    write("tls.key", key);
    return door(clientAuthority);
  }

  private RunningDoor door(Optional<String> clientAuthority) {
    return door(clientAuthority, Bounds.DEFAULTS);
  }

  private RunningDoor door(Optional<String> clientAuthority, Bounds bounds) {
    return new RunningDoor(
        bounds,
        new Crowd(100, 100),
        Gate.OPEN,
        running -> {
          try {
            CertificateFiles files =
                CertificateFiles.load(
                    tls(clientAuthority), running.vertx, running.registry, InstantSource.system());
            running.timer = files.watch();
            return Optional.of(files);
          } catch (BadCertificateException e) {
            throw new AssertionError(e);
          }
        });
  }

  private ServerTls tls(Optional<String> clientAuthority) {
    return new ServerTls(
        "test",
        directory.resolve("tls.crt"),
        directory.resolve("tls.key"),
        clientAuthority.map(directory::resolve),
        List.of(),
        Set.of("TLSv1.2", "TLSv1.3"),
        Duration.ofMillis(20));
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private static double reloads(RunningDoor door, String outcome) {
    return door.registry.get("spoor.tls.reloads").tag("outcome", outcome).counter().count();
  }

  private static SSLSocket connect(RunningDoor door, SSLContext context) throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), door.port);
    plain.setSoTimeout(20_000);
    return (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", door.port, true);
  }

  /** The subject of what the server shows, once it has answered. */
  private static String shown(RunningDoor door, SSLContext context) throws IOException {
    try (SSLSocket socket = connect(door, context)) {
      socket.startHandshake();
      assertEquals(200, post(socket));
      X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      assertTrue(leaf.getSerialNumber().compareTo(BigInteger.ZERO) > 0);
      return leaf.getSubjectX500Principal().getName();
    }
  }

  private static int post(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab".getBytes(US_ASCII));
    StringBuilder read = new StringBuilder();
    while (!read.toString().endsWith("\r\n\r\n2")) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        throw new IOException("ended after: " + read);
      }
      read.append((char) b);
    }
    return Integer.parseInt(read.substring(9, 12));
  }
}
