package io.spoor.collector.tchannel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.collector.Received;
import io.spoor.collector.journal.JournalFullException;
import io.spoor.collector.sampling.SamplingStrategy;
import io.spoor.collector.sampling.SamplingStrategy.Operation;
import io.spoor.collector.sampling.SamplingStrategy.Operations;
import io.spoor.proto.Codecs;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.SocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client and the forwarder, in front of the receiver. */
class ClientTest {
  private static final byte[] BATCH = HexFormat.of().parseHex(ServerVectorsTest.BATCH);
  private static final Duration LONG = Duration.ofSeconds(10);

  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void callsAndGetsTheAnswer() throws Exception {
    TChannelClient client = connect();
    byte[] result = RunningServer.await(client.call("tchannel", "Meta::health", new byte[1], LONG));
    assertArrayEquals(HexFormat.of().parseHex("0c0000020001010000"), result);
    RunningServer.await(client.close());
    assertFalse(client.isOpen());
  }

  @Test
  void failsInTheWordsOfTheServer() throws Exception {
    TChannelClient client = connect();
    assertEquals(
        ErrorCode.BAD_REQUEST, failure(client.call("no", "such", new byte[1], LONG)).code());
    server.journal.behave(any -> Future.failedFuture(new JournalFullException("full")));
    byte[] arguments = HexFormat.of().parseHex("0f00010c00000001" + ServerVectorsTest.BATCH + "00");
    TChannelException busy =
        failure(client.call("jaeger-collector", "Collector::submitBatches", arguments, LONG));
    assertEquals(ErrorCode.BUSY, busy.code());
    assertEquals("full", busy.getMessage());
  }

  @Test
  void failsWhenNoAnswerComesInTime() throws Exception {
    server.sampling = service -> Promise.<SamplingStrategy>promise().future();
    TChannelClient client = connect();
    Future<byte[]> call =
        client.call(
            "jaeger-collector",
            "SamplingManager::getSamplingStrategy",
            SamplingThrift.writeQuestion("svc"),
            Duration.ofMillis(30));
    assertEquals(ErrorCode.TIMEOUT, failure(call).code());
  }

  @Test
  void givesUpAConnectionOfWhichNothingComesAnyMore() throws Exception {
    NetServer silent =
        server
            .vertx
            .createNetServer()
            .connectHandler(
                socket ->
                    socket.handler(
                        data -> {
                          if (data.getByte(2) == FrameType.INIT_REQ) {
                            socket.write(
                                MessageWriter.frame(
                                    FrameType.INIT_RES,
                                    data.getInt(4),
                                    InitMessage.write(RunningServer.IDENTITY, "127.0.0.1:1")));
                          }
                        }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    TChannelClient client = connect(silent.actualPort());
    for (int i = 0; i < 3; i++) {
      assertTrue(client.isOpen());
      Future<byte[]> call =
          client.call("jaeger-collector", "Meta::health", new byte[1], Duration.ofMillis(50));
      assertEquals(ErrorCode.TIMEOUT, failure(call).code());
    }
    RunningServer.await(client.whenClosed());
    RunningServer.await(silent.close());
  }

  @Test
  void failsWithTheNetworkWhenTheServerStops() throws Exception {
    server.sampling = service -> Promise.<SamplingStrategy>promise().future();
    TChannelClient client = connect();
    Future<byte[]> call =
        client.call(
            "jaeger-collector",
            "SamplingManager::getSamplingStrategy",
            SamplingThrift.writeQuestion("svc"),
            LONG);
    // The connection takes the call before the server goes.
    RunningServer.await(client.call("tchannel", "Meta::health", new byte[1], LONG));
    RunningServer.await(client.close());
    assertEquals(ErrorCode.NETWORK, failure(call).code());
    assertEquals(
        ErrorCode.NETWORK,
        failure(client.call("tchannel", "Meta::health", new byte[1], LONG)).code());
  }

  @Test
  void asksForSamplingStrategies() throws Exception {
    SamplingStrategy strategy =
        SamplingStrategy.rateLimiting(7)
            .withOperations(new Operations(0.1, 0.2, 0.3, List.of(new Operation("op", 0.5))));
    server.sampling =
        service ->
            service.equals("svc")
                ? Future.succeededFuture(strategy)
                : Future.succeededFuture(SamplingStrategy.probabilistic(0.25));
    TChannelForwarder forwarder = forwarder(List.of(server.port));
    assertEquals(strategy, RunningServer.await(forwarder.of("svc")));
    assertEquals(SamplingStrategy.probabilistic(0.25), RunningServer.await(forwarder.of("other")));
    RunningServer.await(forwarder.close());
  }

  @Test
  void forwardsSpansThatReadTheSameAtTheCollector() throws Exception {
    TChannelForwarder forwarder = forwarder(List.of(server.port, server.port));
    SpanBatch spans = decode(BATCH);
    RunningServer.await(forwarder.write(Tenant.DEFAULT, spans));
    Received received = server.journal.kept().get(0);
    SpanBatch arrived = decode(received.body());
    assertEquals(1, arrived.size());
    assertArrayEquals(spanBytes(spans), spanBytes(arrived));
  }

  @Test
  void triesAgainWhileTheCollectorIsBusy() throws Exception {
    AtomicInteger refusals = new AtomicInteger(3);
    server.journal.behave(
        any ->
            refusals.getAndDecrement() > 0
                ? Future.failedFuture(new JournalFullException("full"))
                : Future.succeededFuture());
    TChannelForwarder forwarder = forwarder(List.of(server.port));
    RunningServer.await(forwarder.write(Tenant.DEFAULT, decode(BATCH)));
    assertEquals(1, server.journal.kept().size());
  }

  @Test
  void sendsAgainOnlyTheProcessesThatWereNotTaken() throws Exception {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    byte[] other = new String(BATCH, ISO_8859_1).replace("svc", "sv2").getBytes(ISO_8859_1);
    for (byte[] batch : List.of(BATCH, other)) {
      Codecs.of(SpanFormat.JAEGER_THRIFT_BINARY).decodeChecked(batch, 0, batch.length, builder);
    }
    SpanBatch both = builder.build();
    server.journal.behave(
        received ->
            new String(received.body(), ISO_8859_1).contains("sv2")
                ? Future.failedFuture(new JournalFullException("full"))
                : Future.succeededFuture());
    TChannelForwarder forwarder = forwarder(List.of(server.port));
    Future<Void> refused = forwarder.write(Tenant.DEFAULT, both);
    assertThrows(ExecutionException.class, () -> RunningServer.await(refused));
    assertEquals(1, server.journal.kept().size());
    server.journal.behave(any -> Future.succeededFuture());
    RunningServer.await(forwarder.write(Tenant.DEFAULT, both));
    assertEquals(2, server.journal.kept().size());
    // Nothing is remembered of what is delivered.
    RunningServer.await(forwarder.write(Tenant.DEFAULT, both));
    assertEquals(4, server.journal.kept().size());
  }

  @Test
  void goesOnWithAnotherHostWhenOneIsGone() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    TChannelForwarder forwarder = forwarder(List.of(free, server.port));
    RunningServer.await(forwarder.write(Tenant.DEFAULT, decode(BATCH)));
    RunningServer.await(forwarder.write(Tenant.DEFAULT, decode(BATCH)));
    assertEquals(2, server.journal.kept().size());
  }

  @Test
  void failsAsTransientWhenNobodyIsThere() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    TChannelForwarder forwarder = forwarder(List.of(free));
    Future<Void> write = forwarder.write(Tenant.DEFAULT, decode(BATCH));
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> RunningServer.await(write));
    StorageException refused = assertInstanceOf(StorageException.class, failure.getCause());
    assertEquals(StorageException.Kind.TRANSIENT, refused.kind());
  }

  private TChannelClient connect() throws Exception {
    return connect(server.port);
  }

  private TChannelClient connect(int port) throws Exception {
    return RunningServer.await(
        TChannelClient.connect(
            server.vertx,
            server.net,
            SocketAddress.inetSocketAddress(port, "127.0.0.1"),
            RunningServer.IDENTITY,
            "jaeger-agent",
            LONG));
  }

  private TChannelForwarder forwarder(List<Integer> ports) {
    List<SocketAddress> hosts =
        ports.stream().map(port -> SocketAddress.inetSocketAddress(port, "127.0.0.1")).toList();
    TChannelForwarder.Options usual = TChannelForwarder.Options.of(hosts, RunningServer.IDENTITY);
    return new TChannelForwarder(
        server.vertx,
        new TChannelForwarder.Options(
            hosts, usual.identity(), usual.caller(), usual.connections(), LONG, LONG, 5));
  }

  private static TChannelException failure(Future<byte[]> call) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> RunningServer.await(call));
    return assertInstanceOf(TChannelException.class, failure.getCause());
  }

  private static SpanBatch decode(byte[] batch) throws Exception {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    Codecs.of(SpanFormat.JAEGER_THRIFT_BINARY).decodeChecked(batch, 0, batch.length, builder);
    return builder.build();
  }

  private static byte[] spanBytes(SpanBatch batch) {
    int from = batch.spanOffset(0);
    return Arrays.copyOfRange(batch.array(), from, from + batch.spanLength(0));
  }
}
