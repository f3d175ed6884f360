package io.spoor.storage.elasticsearch.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.storage.StorageException;
import io.spoor.storage.elasticsearch.server.Await;
import io.spoor.storage.elasticsearch.server.Certificates;
import io.spoor.storage.elasticsearch.server.Issued;
import io.spoor.storage.elasticsearch.server.TlsServer;
import io.spoor.storage.tls.SecretVolume;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are renewed while requests are under way; nobody asks for less than TLS. */
final class ReloadingTlsTest extends ClusterFixture {
  private static final Request ROOT = Request.of("GET", "/");
  private static final int LANES = 8;
  private static final Duration OFTEN = Duration.ofMillis(20);

  private final Certificates authority = Certificates.create();
  private final Issued server = authority.issue("server", "127.0.0.1", "localhost");

  @TempDir Path directory;
  private SecretVolume volume;

  @BeforeEach
  void writeFirst() throws IOException {
    volume = new SecretVolume(directory);
    write(authority.caPem(), authority.issueForClient("first"));
  }

  private void write(String trusted, Issued own) throws IOException {
    volume.write(
        Map.of("ca.crt", trusted, "tls.crt", own.certificatePem(), "tls.key", own.pkcs1KeyPem()));
  }

  private ClusterTls tls() {
    return ClusterTls.trusting(volume.file("ca.crt"))
        .showing(volume.file("tls.crt"), volume.file("tls.key"))
        .reloadingEvery(OFTEN);
  }

  /** Requests without end on all lanes until it is stopped. */
  private static final class Load {
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private volatile boolean stopped;

    Load(Cluster cluster) {
      for (int lane = 0; lane < LANES; lane++) {
        next(cluster);
      }
    }

    private void next(Cluster cluster) {
      cluster
          .send(ROOT)
          .onComplete(
              done -> {
                if (done.failed() || !done.result().isOk()) {
                  failure.set(String.valueOf(done.cause()));
                } else {
                  answers.incrementAndGet();
                }
                if (!stopped) {
                  next(cluster);
                }
              });
    }

    void await(String what, java.util.function.BooleanSupplier condition) {
      Await.until(
          Duration.ofSeconds(30),
          () -> what + "; " + failure.get(),
          () -> condition.getAsBoolean() || !failure.get().isEmpty());
      assertEquals("", failure.get());
    }

    void more(int count) {
      int wanted = answers.get() + count;
      await(count + " more answers", () -> answers.get() >= wanted);
    }
  }

  @Test
  void showsARenewedCertificateWithoutDroppingARequest() throws IOException {
    try (TlsServer peer = TlsServer.elasticsearch(server, authority.caPem())) {
      Load load = new Load(cluster(to(peer.uri()).with(tls())));
      load.more(50);
      assertEquals("CN=first", peer.lastVisit().commonName());

      write(authority.caPem(), authority.issueForClient("second"));
      load.await("the second certificate", () -> lastVisits(peer, 50, "CN=second"));
      // In place, one file after the other: between them the pair does not fit.
      Issued third = authority.issueWithCurve("third");
      Files.writeString(volume.file("tls.crt"), third.certificatePem());
      load.more(50);
      Files.writeString(volume.file("tls.key"), third.sec1KeyPem());
      load.await("the third certificate", () -> lastVisits(peer, 50, "CN=third"));
      load.stopped = true;
    }
  }

  @Test
  void followsANewAuthorityOfBothSidesWithoutDroppingARequest() throws IOException {
    Certificates next = Certificates.create();
    String both = authority.caPem() + next.caPem();
    try (TlsServer peer = TlsServer.elasticsearch(server, both)) {
      Load load = new Load(cluster(to(peer.uri()).with(tls())));
      load.more(50);
      write(both, next.issueForClient("next"));
      load.await("the next authority's", () -> lastVisits(peer, 50, "CN=next"));
      peer.renew(next.issue("server", "127.0.0.1"), next.caPem());
      write(next.caPem(), next.issueForClient("last"));
      load.await("the last certificate", () -> lastVisits(peer, 50, "CN=last"));
      load.stopped = true;
    }
  }

  /** All lanes have changed when so many in a row came with it. */
  private static boolean lastVisits(TlsServer peer, int count, String commonName) {
    List<TlsServer.Visit> visits = peer.visits();
    return visits.size() >= count
        && visits.subList(visits.size() - count, visits.size()).stream()
            .allMatch(visit -> visit.commonName().equals(commonName));
  }

  @Test
  void asksForTheNameThatItVerifies() {
    try (TlsServer peer = TlsServer.elasticsearch(server, authority.caPem())) {
      await(cluster(to(peer.uri()).with(tls().withServerName("localhost"))).send(ROOT));
      assertEquals("localhost", peer.lastVisit().serverName());
      saysThatTlsDoesNotFit(peer.uri(), tls().withServerName("elsewhere.example"));
      URI named = URI.create("https://localhost:" + peer.port());
      await(cluster(to(named).with(tls())).send(ROOT));
      assertEquals("localhost", peer.lastVisit().serverName());
    }
  }

  @Test
  void trustsNoExpiredNorForeignServerUnlessToldTo() {
    Issued over = authority.issue("server", Duration.ofMinutes(1), "127.0.0.1");
    Issued foreign = Certificates.create().issue("server", "127.0.0.1");
    for (Issued wrong : List.of(over, foreign)) {
      try (TlsServer peer = TlsServer.elasticsearch(wrong, authority.caPem())) {
        saysThatTlsDoesNotFit(peer.uri(), tls());
        await(cluster(to(peer.uri()).with(tls().withoutVerification())).send(ROOT));
      }
    }
  }

  @Test
  void failsWithoutTheCertificateThatTheServerDemands() throws IOException {
    try (TlsServer peer = TlsServer.elasticsearch(server, authority.caPem())) {
      failureOf(
          cluster(to(peer.uri()).with(ClusterTls.trusting(volume.file("ca.crt")))).send(ROOT));
      write(authority.caPem(), Certificates.create().issueForClient("stranger"));
      failureOf(cluster(to(peer.uri()).with(tls())).send(ROOT));
      assertEquals(List.of(), peer.visits());
    }
  }

  @Test
  void tellsWhenItsCertificateExpires() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (TlsServer peer = TlsServer.elasticsearch(server, authority.caPem())) {
      Cluster cluster = new Cluster(vertx, to(peer.uri()).with(tls()), "es", registry);
      assertTrue(
          registry.get("spoor.tls.client.certificate.expiry").tag("client", "es").gauge().value()
              > 1e9);
      await(cluster.close());
    }
  }

  private void saysThatTlsDoesNotFit(URI uri, ClusterTls tls) {
    StorageException failure = failureOf(cluster(to(uri).with(tls)).send(ROOT));
    assertTrue(failure.getMessage().contains("no trusted connection"), failure::getMessage);
  }
}
