package io.spoor.collector.udp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.Received;
import io.spoor.collector.Transport;
import io.spoor.collector.journal.JournalFullException;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverLimits;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.tchannel.FakeJournal;
import io.spoor.proto.Codecs;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.thrift.ThriftProtocol;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Collector.md §7.1, over real datagrams. */
class UdpReceiverTest {
  private final FakeJournal journal = new FakeJournal();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Vertx vertx = Vertx.vertx();
  private final Intake intake =
      new Intake(journal, Codecs::of, ReceiverLimits.DEFAULTS, InstantSource.system());
  private UdpReceiver receiver;
  private String deployment;

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  @Test
  void takesTheDatagramsOfTheContract() throws Exception {
    open(ThriftProtocol.COMPACT, 65_000, 1000);
    send(
        HexFormat.of()
            .parseHex(
                "82810109656d697442617463681c1c180373766300191c160216001604160018026f702502168080"
                    + "f2818389850616b817191c18016b150018017600000000"));
    Received received = received(0);
    assertEquals(SpanFormat.JAEGER_THRIFT_COMPACT, received.format());
    assertEquals(Transport.UDP, received.transport());
    assertEquals(1, received.spans());
    assertEquals(63, gauge("server.packet.size"));
    assertEquals(1, count("server.packets.processed"));
  }

  @ParameterizedTest
  @EnumSource
  void takesCallsAndOneWayCallsOfBothMethods(ThriftProtocol protocol) throws Exception {
    open(protocol, 65_000, 1000);
    Batch batch = batch("svc");
    for (byte type : new byte[] {TMessageType.CALL, TMessageType.ONEWAY}) {
      send(call(protocol, "emitBatch", type, new Agent.emitBatch_args(batch)));
    }
    assertArrayEquals(struct(protocol, batch), received(0).body());
    assertArrayEquals(struct(protocol, batch), received(1).body());
    com.twitter.zipkin.thriftjava.Span zipkin =
        new com.twitter.zipkin.thriftjava.Span(1, "op", 2, List.of(), List.of());
    send(
        call(
            protocol,
            "emitZipkinBatch",
            TMessageType.ONEWAY,
            new Agent.emitZipkinBatch_args(List.of(zipkin, zipkin))));
    assertEquals("zipkin", received(2).format().label());
    assertEquals(2, received(2).spans());
  }

  @Test
  void countsWhatItCannotUnderstand() throws Exception {
    open(ThriftProtocol.COMPACT, 65_000, 1000);
    byte[] good =
        call(
            ThriftProtocol.COMPACT,
            "emitBatch",
            TMessageType.ONEWAY,
            new Agent.emitBatch_args(batch("svc")));
    send("garbage".getBytes(US_ASCII));
    send(Arrays.copyOf(good, good.length - 3));
    send(
        call(
            ThriftProtocol.COMPACT,
            "noSuchMethod",
            TMessageType.ONEWAY,
            new Agent.emitBatch_args(batch("svc"))));
    send(
        call(
            ThriftProtocol.BINARY,
            "emitBatch",
            TMessageType.ONEWAY,
            new Agent.emitBatch_args(batch("svc"))));
    send(new byte[0]);
    send(good);
    assertEquals(1, received(0).spans());
    eventually(() -> count("t.processor.handler.errors") == 5);
    assertEquals(6, count("server.packets.processed"));
    assertEquals(0, count("server.packets.dropped"));
  }

  @Test
  void refusesDatagramsThatAreTooLongInsteadOfCuttingThem() throws Exception {
    byte[] fits =
        call(
            ThriftProtocol.BINARY,
            "emitBatch",
            TMessageType.ONEWAY,
            new Agent.emitBatch_args(batch("s".repeat(1000))));
    open(ThriftProtocol.BINARY, fits.length, 1000);
    // What is too much could be ignored by a reader that cuts: the call is whole before it.
    send(Arrays.copyOf(fits, fits.length + 1));
    send(fits);
    assertEquals(1, received(0).spans());
    assertEquals(1, count("t.processor.handler.errors"));
    assertEquals(1, count("server.packets.processed"));
  }

  @Test
  void dropsPacketsWhenTooManyWaitForTheJournal() throws Exception {
    Promise<Void> disk = Promise.promise();
    journal.behave(any -> disk.future());
    open(ThriftProtocol.BINARY, 65_000, 3);
    byte[] packet =
        call(
            ThriftProtocol.BINARY,
            "emitBatch",
            TMessageType.ONEWAY,
            new Agent.emitBatch_args(batch("svc")));
    for (int i = 0; i < 5; i++) {
      send(packet);
    }
    eventually(() -> count("server.packets.dropped") == 2);
    assertEquals(3, gauge("server.queue.size"));
    disk.complete();
    eventually(() -> journal.kept().size() == 3);
    eventually(() -> gauge("server.queue.size") == 0);
  }

  @Test
  void dropsPacketsWhenTheJournalIsFull() throws Exception {
    journal.behave(any -> Future.failedFuture(new JournalFullException("full")));
    open(ThriftProtocol.BINARY, 65_000, 3);
    send(
        call(
            ThriftProtocol.BINARY,
            "emitBatch",
            TMessageType.ONEWAY,
            new Agent.emitBatch_args(batch("svc"))));
    eventually(() -> count("server.packets.dropped") == 1);
    assertEquals(0, count("t.processor.handler.errors"));
  }

  @Test
  void stopsWhenWhatItReadIsInTheJournal() throws Exception {
    Promise<Void> disk = Promise.promise();
    journal.behave(any -> disk.future());
    open(ThriftProtocol.BINARY, 65_000, 3);
    send(
        call(
            ThriftProtocol.BINARY,
            "emitBatch",
            TMessageType.ONEWAY,
            new Agent.emitBatch_args(batch("svc"))));
    eventually(() -> gauge("server.queue.size") == 1);
    Future<Void> stopped = vertx.undeploy(deployment);
    disk.complete();
    await(stopped);
    assertEquals(1, journal.kept().size());
    assertEquals(1, registry.get("jaeger.agent.thrift.udp.t.processor.close.time").timer().count());
  }

  @Test
  void stopsAtOnceWhateverItIsDoing() throws Exception {
    byte[] packet =
        call(
            ThriftProtocol.BINARY,
            "emitBatch",
            TMessageType.ONEWAY,
            new Agent.emitBatch_args(batch("svc")));
    for (int i = 0; i < 50; i++) {
      open(ThriftProtocol.BINARY, 65_000, 3);
      for (int sent = 0; sent < i % 4; sent++) {
        send(packet);
      }
      await(vertx.undeploy(deployment));
    }
    Timer stops = registry.get("jaeger.agent.thrift.udp.t.processor.close.time").timer();
    assertEquals(50, stops.count());
    // A reader that is not woken is waited for longer, each time.
    assertTrue(stops.mean(TimeUnit.SECONDS) < 5, () -> "took " + stops.mean(TimeUnit.SECONDS));
  }

  @Test
  void failsToStartOnAPortInUse() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      UdpOptions options =
          UdpOptions.of(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort()),
              ThriftProtocol.COMPACT,
              "jaeger");
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> await(vertx.deployVerticle(of(options))));
      assertEquals(BindException.class, failure.getCause().getClass());
    }
  }

  private void open(ThriftProtocol protocol, int maxPacketBytes, int queuePackets)
      throws Exception {
    receiver =
        of(
            new UdpOptions(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                protocol,
                "jaeger",
                maxPacketBytes,
                queuePackets,
                1 << 20));
    deployment = await(vertx.deployVerticle(receiver));
  }

  private UdpReceiver of(UdpOptions options) {
    return new UdpReceiver(
        intake,
        new ReceiverMetrics(registry, "udp"),
        new ClientStatistics(registry, InstantSource.system()),
        registry,
        options);
  }

  private void send(byte[] packet) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              packet, packet.length, InetAddress.getLoopbackAddress(), receiver.port()));
    }
  }

  private Received received(int index) {
    eventually(() -> journal.kept().size() > index);
    return journal.kept().get(index);
  }

  private double count(String name) {
    return registry.get("jaeger.agent.thrift.udp." + name).tag("model", "jaeger").counter().count();
  }

  private double gauge(String name) {
    return registry.get("jaeger.agent.thrift.udp." + name).gauge().value();
  }

  private static Batch batch(String service) {
    return new Batch(new Process(service), List.of(new Span(1, 0, 2, 0, "op", 1, 10, 20)));
  }

  private static byte[] call(
      ThriftProtocol protocol, String method, byte type, TBase<?, ?> arguments) throws TException {
    TMemoryBuffer buffer = new TMemoryBuffer(512);
    TProtocol out = protocol(protocol, buffer);
    out.writeMessageBegin(new TMessage(method, type, 1));
    arguments.write(out);
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }

  private static byte[] struct(ThriftProtocol protocol, TBase<?, ?> struct) throws TException {
    TMemoryBuffer buffer = new TMemoryBuffer(512);
    struct.write(protocol(protocol, buffer));
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }

  private static TProtocol protocol(ThriftProtocol protocol, TMemoryBuffer buffer) {
    return switch (protocol) {
      case BINARY -> new TBinaryProtocol(buffer);
      case COMPACT -> new TCompactProtocol(buffer);
    };
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited for 10 s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
