package io.spoor.app.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.app.config.ClientTls;
import io.spoor.app.config.SystemAuthorities;
import io.spoor.collector.forward.Addresses;
import io.spoor.collector.forward.Collectors;
import io.spoor.collector.forward.ForwardMetrics;
import io.spoor.collector.forward.ForwardOptions;
import io.spoor.collector.forward.GrpcForwarder;
import io.spoor.collector.forward.Target;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.server.Await;
import io.spoor.storage.elasticsearch.server.Certificates;
import io.spoor.storage.elasticsearch.server.Issued;
import io.spoor.storage.elasticsearch.server.TlsServer;
import io.spoor.storage.tls.ClientCertificates;
import io.spoor.storage.tls.SecretVolume;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's connections: who is trusted, what is shown, and renewals while spans are sent. */
final class ReporterTlsTest {
  private static final int LANES = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final Certificates authority = Certificates.create();
  private final Issued server = authority.issue("server", "127.0.0.1", "collector.example");

  @TempDir Path directory;
  private SecretVolume volume;

  @BeforeEach
  void writeFirst() throws IOException {
    volume = new SecretVolume(directory);
    write(authority.issueForClient("first"));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private void write(Issued own) throws IOException {
    volume.write(
        Map.of(
            "ca.crt",
            authority.caPem(),
            "tls.crt",
            own.certificatePem(),
            "tls.key",
            own.pkcs1KeyPem()));
  }

  /** Takes every batch, after a few milliseconds. */
  private static void take(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body ->
                Vertx.currentContext()
                    .owner()
                    .setTimer(
                        2,
                        due ->
                            request
                                .response()
                                .putHeader("content-type", "application/grpc")
                                .putTrailer("grpc-status", "0")
                                .end(Buffer.buffer(new byte[5]))));
  }

  private TlsServer collector(Issued own) {
    return TlsServer.start(own, authority.caPem(), ReporterTlsTest::take);
  }

  private ClientTls tls(Optional<String> serverName, boolean skipsVerification) {
    return new ClientTls(
        Optional.of(volume.file("ca.crt")),
        Optional.of(volume.file("tls.crt")),
        Optional.of(volume.file("tls.key")),
        serverName,
        skipsVerification,
        new SystemAuthorities(Optional.empty(), Optional.empty(), List.of()));
  }

  private GrpcForwarder forwarder(TlsServer collector, ClientTls tls) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    ClientCertificates certificates =
        new ClientCertificates(tls.files("reporter.grpc"), vertx, registry, InstantSource.system());
    ForwardOptions options =
        ForwardOptions.to(
            List.of(new Target("127.0.0.1", collector.port())),
            Optional.of(Reporter.tls(tls, certificates, Duration.ofMillis(20))),
            1);
    ForwardMetrics metrics = new ForwardMetrics(registry, "grpc");
    Collectors collectors =
        new Collectors(options, Addresses.ofSystem(vertx), new SplittableRandom(1), metrics);
    await(vertx.deployVerticle(collectors));
    return new GrpcForwarder(vertx, collectors, options, new SplittableRandom(2), metrics);
  }

  private static void awaitConnected(GrpcForwarder forwarder) {
    Await.until(
        PATIENCE,
        () -> "no connection",
        () -> forwarder.check().otherwiseEmpty().succeeded() && forwarder.check().succeeded());
  }

  private static Future<Void> write(GrpcForwarder forwarder) {
    return forwarder.write(Tenant.DEFAULT, TestSpan.batch(TestSpan.span(1, 1)));
  }

  /** Writes that go on until they are stopped. */
  private static final class Load {
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private volatile boolean stopped;

    private void next(GrpcForwarder forwarder) {
      write(forwarder)
          .onComplete(
              done -> {
                if (done.failed()) {
                  failure.set(String.valueOf(done.cause()));
                } else {
                  written.incrementAndGet();
                }
                if (!stopped) {
                  next(forwarder);
                }
              });
    }

    void more(int count) {
      int wanted = written.get() + count;
      Await.until(
          PATIENCE,
          () -> "no more writes; " + failure.get(),
          () -> written.get() >= wanted || !failure.get().isEmpty());
      assertEquals("", failure.get());
    }
  }

  @Test
  void takesARenewedCertificateToStandingConnectionsWithoutFailingAWrite() throws IOException {
    try (TlsServer collector = collector(server)) {
      GrpcForwarder forwarder = forwarder(collector, tls(Optional.of("collector.example"), false));
      awaitConnected(forwarder);
      Load load = new Load();
      for (int lane = 0; lane < LANES; lane++) {
        load.next(forwarder);
      }
      load.more(50);
      assertEquals(new TlsServer.Visit("CN=first", "collector.example"), collector.lastVisit());

      write(authority.issueForClient("second"));
      load.more(1);
      awaitVisitsOf(collector, "CN=second");
      load.more(50);
      // In place; while key and certificate do not fit, connections stay as they are.
      Issued third = authority.issueWithCurve("third");
      Files.writeString(volume.file("tls.crt"), third.certificatePem());
      load.more(50);
      assertEquals("CN=second", collector.lastVisit().commonName());
      Files.writeString(volume.file("tls.key"), third.sec1KeyPem());
      awaitVisitsOf(collector, "CN=third");
      load.more(50);
      load.stopped = true;
    }
  }

  @Test
  void keepsAConnectionThatCannotBeMadeAnew() throws IOException {
    try (TlsServer collector = collector(server)) {
      GrpcForwarder forwarder = forwarder(collector, tls(Optional.empty(), false));
      awaitConnected(forwarder);
      await(write(forwarder));

      write(Certificates.create().issueForClient("stranger"));
      Load load = new Load();
      load.next(forwarder);
      load.more(300);
      load.stopped = true;

      assertEquals("CN=first", collector.lastVisit().commonName());
    }
  }

  private static void awaitVisitsOf(TlsServer collector, String commonName) {
    Await.until(
        PATIENCE,
        () -> "never only " + commonName + ": " + collector.lastVisit(),
        () ->
            collector.visits().size() == 100
                && collector.visits().stream()
                    .allMatch(visit -> visit.commonName().equals(commonName)));
  }

  @Test
  void trustsNoOtherServerUnlessToldTo() {
    Issued over = authority.issue("server", Duration.ofMinutes(1), "127.0.0.1");
    Issued foreign = Certificates.create().issue("server", "127.0.0.1");
    Issued misnamed = authority.issue("server", "elsewhere.example");
    for (Issued wrong : List.of(over, foreign, misnamed)) {
      try (TlsServer collector = collector(wrong)) {
        refuses(forwarder(collector, tls(Optional.empty(), false)));
        assertEquals(List.of(), collector.visits());
        GrpcForwarder trusting = forwarder(collector, tls(Optional.empty(), true));
        awaitConnected(trusting);
        await(write(trusting));
      }
    }
  }

  @Test
  void trustsTheSystemsAuthoritiesWhereNoneAreNamed() {
    ClientTls tls =
        new ClientTls(
            Optional.empty(),
            Optional.of(volume.file("tls.crt")),
            Optional.of(volume.file("tls.key")),
            Optional.empty(),
            false,
            new SystemAuthorities(Optional.of(volume.file("ca.crt")), Optional.empty(), List.of()));
    try (TlsServer collector = collector(server)) {
      GrpcForwarder forwarder = forwarder(collector, tls);
      awaitConnected(forwarder);
      await(write(forwarder));
    }
  }

  private static void refuses(GrpcForwarder forwarder) {
    Await.until(
        PATIENCE,
        () -> "no attempt failed",
        () -> {
          StorageException failure =
              assertThrows(StorageException.class, () -> await(write(forwarder)));
          assertTrue(
              failure.getMessage().contains("no collector is connected"), failure::getMessage);
          return !failure.getMessage().contains("not connected yet");
        });
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in 60 s", e);
    }
  }
}
