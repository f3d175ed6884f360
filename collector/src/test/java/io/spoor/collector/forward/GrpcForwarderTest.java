package io.spoor.collector.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.Received;
import io.spoor.collector.Transport;
import io.spoor.collector.forward.FakeCollector.Reply;
import io.spoor.collector.journal.MemoryJournal;
import io.spoor.collector.pipeline.DeadLetters;
import io.spoor.collector.pipeline.Pipeline;
import io.spoor.collector.pipeline.PipelineOptions;
import io.spoor.collector.sampling.SamplingStrategy;
import io.spoor.proto.Codecs;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.PostSpansRequest;
import io.spoor.proto.model.ProcessTags;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The forwarder before collectors on real sockets, behind names that the test resolves. */
@Timeout(60)
final class GrpcForwarderTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ForwardMetrics metrics = new ForwardMetrics(registry, "grpc");
  private final Random random = new Random(1);
  private volatile List<String> resolved = List.of("127.0.0.1");
  private Vertx vertx;
  private FakeCollector first;
  private FakeCollector second;
  private int port;
  private Collectors collectors;
  private GrpcForwarder forwarder;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    first = new FakeCollector(vertx);
    second = new FakeCollector(vertx);
    port = first.start("127.0.0.1", 0);
    ForwardOptions options =
        new ForwardOptions(
            List.of(new Target("collectors", port)),
            Optional.empty(),
            3,
            Duration.ofMillis(50),
            Duration.ofSeconds(3),
            2 << 20,
            tenant -> java.util.Map.of());
    collectors =
        new Collectors(options, host -> Future.succeededFuture(addresses()), random, metrics);
    forwarder = new GrpcForwarder(vertx, collectors, options, random, metrics);
    vertx.deployVerticle(collectors).await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void sharesTheLoadBetweenAllAddressesOfAName() {
    second.start("127.0.0.2", port);
    resolved = List.of("127.0.0.1", "127.0.0.2");
    await(() -> reconnects() == 2);
    for (int i = 0; i < 10; i++) {
      write(TestBatches.of("a:" + i));
    }
    assertEquals(5, first.taken().size());
    assertEquals(5, second.taken().size());
  }

  @Test
  void leavesAnAddressThatTheNameHasNoMore() {
    await(collectors::isConnected);
    second.start("127.0.0.2", port);
    resolved = List.of("127.0.0.2");
    await(() -> reconnects() == 2);
    write(TestBatches.of("a:1"));
    assertEquals(0, first.taken().size());
    assertEquals(1, second.taken().size());
  }

  @Test
  void goesOnWithTheOthersWhenOneIsStopped() {
    second.start("127.0.0.2", port);
    resolved = List.of("127.0.0.1", "127.0.0.2");
    await(() -> reconnects() == 2);
    first.stop();
    for (int i = 0; i < 10; i++) {
      write(TestBatches.of("a:" + i));
    }
    assertEquals(10, second.taken().size());
  }

  @Test
  void triesAgainWhatACollectorCannotTakeNow() {
    await(collectors::isConnected);
    AtomicInteger calls = new AtomicInteger();
    first.behave(
        request ->
            calls.incrementAndGet() < 3
                ? Reply.of(
                    calls.get() == 1 ? GrpcStatus.UNAVAILABLE : GrpcStatus.RESOURCE_EXHAUSTED,
                    "busy")
                : Reply.OK);
    write(TestBatches.of("a:1", "a:2"));
    assertEquals(3, first.asked().size());
    assertEquals(1, counter("jaeger.agent.reporter.batches.submitted"));
    assertEquals(2, counter("jaeger.agent.reporter.spans.submitted"));
    assertEquals(0, counter("jaeger.agent.reporter.batches.failures"));
  }

  @Test
  void givesTheWriteBackWhenAttemptsAreUsedUp() {
    await(collectors::isConnected);
    first.behave(request -> Reply.of(GrpcStatus.UNAVAILABLE, "busy"));
    assertEquals(Kind.TRANSIENT, failure(TestBatches.of("a:1")).kind());
    assertEquals(3, first.asked().size());
  }

  @Test
  void waitsAsLongAsTheCollectorAsks() {
    await(collectors::isConnected);
    // RetryInfo of 0.4 s, as google.rpc.Status has it.
    byte[] type = "type.googleapis.com/google.rpc.RetryInfo".getBytes(US_ASCII);
    WireWriter status = new WireWriter(64);
    int any = status.begin(0x1a);
    status.writeField(0x0a, type, 0, type.length);
    status.writeField(
        0x12,
        new byte[] {0x0a, 6, 0x10, (byte) 0x80, (byte) 0x88, (byte) 0xde, (byte) 0xbe, 1},
        0,
        8);
    status.end(any);
    String details = Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray());
    AtomicInteger calls = new AtomicInteger();
    first.behave(
        request ->
            calls.incrementAndGet() == 1
                ? new Reply(GrpcStatus.UNAVAILABLE, "busy", details)
                : Reply.OK);
    long start = System.nanoTime();
    write(TestBatches.of("a:1"));
    assertTrue(System.nanoTime() - start >= 390_000_000L);
  }

  @ParameterizedTest
  @EnumSource(names = {"INVALID_ARGUMENT", "OUT_OF_RANGE"})
  void givesUpWhatACollectorWillNeverTake(GrpcStatus status) {
    await(collectors::isConnected);
    first.behave(request -> Reply.of(status, "no"));
    assertEquals(Kind.PERMANENT, failure(TestBatches.of("a:1")).kind());
    assertEquals(1, first.asked().size());
    assertEquals(1, counter("jaeger.agent.reporter.batches.failures"));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PERMISSION_DENIED",
        "UNAUTHENTICATED",
        "UNKNOWN",
        "INTERNAL",
        "CANCELLED",
        // A wrong port, or a proxy that has no route just now.
        "UNIMPLEMENTED"
      })
  void keepsWhatAnOperatorCanMend(GrpcStatus status) {
    await(collectors::isConnected);
    first.behave(request -> Reply.of(status, "no"));
    assertEquals(Kind.TRANSIENT, failure(TestBatches.of("a:1")).kind());
  }

  @Test
  void namesWhatWasTakenSoThatOnlyTheRestIsSentAgain() {
    await(collectors::isConnected);
    first.behave(
        request ->
            service(request).equals("b") ? Reply.of(GrpcStatus.UNAVAILABLE, "busy") : Reply.OK);
    StorageException failure = failure(TestBatches.of("a:1", "b:2", "c:3"));
    assertEquals(Kind.TRANSIENT, failure.kind());
    BitSet taken = new BitSet();
    taken.set(0);
    taken.set(2);
    assertEquals(taken, failure.stored());
  }

  @Test
  void halvesWhatIsTooLargeForACollector() {
    await(collectors::isConnected);
    first.behave(
        request ->
            request.getBatch().getSpansCount() > 3
                ? Reply.of(
                    GrpcStatus.RESOURCE_EXHAUSTED,
                    "grpc: received message larger than max (9 vs. 3)")
                : Reply.OK);
    write(TestBatches.of(IntStream.range(0, 9).mapToObj(i -> "a:" + i).toArray(String[]::new)));
    assertEquals(9, first.operations().size());
    first.behave(
        request ->
            Reply.of(
                GrpcStatus.RESOURCE_EXHAUSTED, "grpc: received message larger than max (9 vs. 3)"));
    assertEquals(Kind.PERMANENT, failure(TestBatches.of("a:1")).kind());
  }

  @Test
  void leavesACollectorThatDoesNotAnswer() {
    await(collectors::isConnected);
    second.start("127.0.0.2", port);
    first.behave(request -> Reply.SILENCE);
    assertEquals(Kind.TRANSIENT, failure(TestBatches.of("a:1")).kind());
    resolved = List.of("127.0.0.2");
    await(() -> reconnects() >= 2 && collectors.isConnected());
    first.behave(request -> Reply.OK);
    write(TestBatches.of("a:1"));
  }

  @Test
  void losesNothingOfWhatWaitsWhileTheCollectorIsAway() throws Exception {
    MemoryJournal journal = new MemoryJournal(1 << 20, ProcessTags.NONE, registry);
    Pipeline pipeline =
        new Pipeline(
            journal,
            forwarder,
            new PipelineOptions(
                1 << 16,
                Duration.ofMillis(5),
                4,
                1 << 20,
                Duration.ofMillis(20),
                Duration.ofMillis(100)),
            new Pipeline.Parts(
                Codecs::of, DeadLetters.none(), registry, "host", Clock.systemUTC(), random));
    pipeline.start();
    for (int i = 0; i < 300; i++) {
      if (i == 50) {
        first.stop();
      }
      if (i == 250) {
        await(() -> registry.get("spoor.forward.retries").counter().count() > 3);
        first.start("127.0.0.1", port);
      }
      journal.append(received(TestBatches.of("s" + i % 3 + ":" + i))).await();
    }
    assertTrue(pipeline.drain(Duration.ofSeconds(30)), "not drained");
    pipeline.close();
    List<String> expected = IntStream.range(0, 300).mapToObj(Integer::toString).sorted().toList();
    // A call under way when the collector went may have been taken without an answer.
    assertEquals(expected, first.operations().stream().distinct().toList());
  }

  @Test
  void repeatsNothingThatWasTakenBesideWhatIsRefusedForGood() throws Exception {
    await(collectors::isConnected);
    first.behave(
        request ->
            request.getBatch().getSpansList().stream()
                    .anyMatch(span -> span.getOperationName().equals("4"))
                ? Reply.of(GrpcStatus.INVALID_ARGUMENT, "no")
                : Reply.OK);
    MemoryJournal journal = new MemoryJournal(1 << 20, ProcessTags.NONE, registry);
    // One batch of all: they are there before it starts, and none is under way.
    for (String spans : List.of("a:1", "a:2", "b:3", "b:4", "b:5", "c:6")) {
      journal.append(received(TestBatches.of(spans))).await();
    }
    Pipeline pipeline =
        new Pipeline(
            journal,
            forwarder,
            new PipelineOptions(
                1 << 16,
                Duration.ofSeconds(5),
                4,
                1 << 20,
                Duration.ofMillis(20),
                Duration.ofMillis(100)),
            new Pipeline.Parts(
                Codecs::of, DeadLetters.none(), registry, "host", Clock.systemUTC(), random));
    pipeline.start();
    assertTrue(pipeline.drain(Duration.ofSeconds(30)), "not drained");
    pipeline.close();
    assertEquals(List.of("1", "2", "3", "5", "6"), first.operations());
    // That there was such a request: the three of b together.
    assertTrue(first.asked().stream().anyMatch(request -> request.getBatch().getSpansCount() == 3));
  }

  @Test
  void asksACollectorForStrategies() {
    await(collectors::isConnected);
    ForwardedStrategies strategies = new ForwardedStrategies(collectors, metrics);
    assertEquals(SamplingStrategy.rateLimiting(5), strategies.of("fives").await());
    first.answerSampling(service -> Future.failedFuture("no strategy"));
    assertEquals(
        "rpc error: code = Unknown desc = no strategy",
        assertThrows(RuntimeException.class, () -> strategies.of("x").await()).getMessage());
    first.answerSampling(service -> Future.future(never -> {}));
    assertEquals(
        "rpc error: code = DeadlineExceeded desc = context deadline exceeded",
        assertThrows(RuntimeException.class, () -> strategies.of("x").await()).getMessage());
    assertEquals(
        1, registry.get("jaeger.agent.collector.proxy").tag("result", "ok").counter().count());
  }

  @Test
  void keepsTheConnectionForSpansWhenAStrategyIsLate() {
    await(collectors::isConnected);
    first.answerSampling(service -> Future.future(never -> {}));
    ForwardedStrategies strategies = new ForwardedStrategies(collectors, metrics);
    assertThrows(RuntimeException.class, () -> strategies.of("x").await());
    assertTrue(collectors.isConnected());
    write(TestBatches.of("a:1"));
    assertEquals(1, reconnects());
  }

  @Test
  void saysWhyNobodyIsConnected() {
    await(collectors::isConnected);
    first.stop();
    await(() -> !collectors.isConnected());
    assertTrue(failure(TestBatches.of("a:1")).getMessage().contains("no collector is connected: "));
    assertEquals(
        0, registry.get("jaeger.agent.connection.status.collector.connected").gauge().value());
  }

  private List<InetAddress> addresses() {
    return resolved.stream().map(GrpcForwarderTest::address).toList();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(SpanBatch batch) {
    forwarder.write(Tenant.DEFAULT, batch).await();
  }

  private StorageException failure(SpanBatch batch) {
    return assertThrows(StorageException.class, () -> write(batch));
  }

  private static String service(PostSpansRequest request) {
    return request.getBatch().getProcess().getServiceName();
  }

  private static Received received(SpanBatch batch) {
    WireWriter encoded = new WireWriter(256);
    batch.encode(encoded);
    return new Received(
        Tenant.DEFAULT, SpanFormat.MODEL, Transport.UDP, 0, batch.size(), encoded.toByteArray());
  }

  private double counter(String name) {
    return registry.get(name).tag("format", "jaeger").counter().count();
  }

  private double reconnects() {
    return registry.get("jaeger.agent.connection.status.collector.reconnects").counter().count();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
