package io.spoor.collector.tchannel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Collector;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.spoor.collector.sampling.SamplingStrategy;
import io.spoor.collector.sampling.SamplingStrategy.Operation;
import io.spoor.collector.sampling.SamplingStrategy.Operations;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.Test;

/** Messages of many frames over a real socket, both ways. */
class FragmentationTest {

  @Test
  void takesCallsInFramesOfAnySizeHoweverTheyArrive() throws Exception {
    Seeded seeded = Seeded.named("FragmentationTest, calls");
    TSerializer serializer = new TSerializer(new TBinaryProtocol.Factory());
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.introduced(server.port)) {
      for (int i = 0; i < Seeded.cases(150); i++) {
        Random random = seeded.random(i);
        String what = seeded.describe(i);
        Batch batch = batch(random, random.nextInt(10) == 0 ? 2000 : random.nextInt(40));
        int id = 2 + i;
        ChecksumType checksum = RandomFrames.checksum(random);
        byte[] frames =
            TestFrames.request(
                    id,
                    10_000,
                    new byte[25],
                    "jaeger-collector",
                    "Collector::submitBatches",
                    serializer.serialize(new Collector.submitBatches_args(List.of(batch))))
                .write(new MessageWriter(frameBytes(random, batch)), checksum);
        for (Buffer part : RandomFrames.parts(random, frames)) {
          peer.send(part.getBytes());
        }
        String answer = peer.frame();
        assertEquals("0f00000c00000001020001010000", TestFrames.body(answer), what);
        assertEquals(id, HexFormat.fromHexDigits(answer, 8, 16), what);
        // Flags, code, tracing, one header of two texts, then the type: the request's.
        assertEquals(checksum.code(), HexFormat.fromHexDigits(answer, 108, 110), what);
        if (batch.getSpansSize() > 0) {
          int last = server.journal.kept().size() - 1;
          assertArrayEquals(
              serializer.serialize(batch), server.journal.kept().get(last).body(), what);
        }
      }
      assertEquals(0, server.intake.inFlightBytes());
    }
  }

  @Test
  void takesFramesOfManyCallsMixed() throws Exception {
    Seeded seeded = Seeded.named("FragmentationTest, mixed");
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.introduced(server.port)) {
      for (int i = 0; i < Seeded.cases(20); i++) {
        Random random = seeded.random(i);
        byte[] arguments =
            HexFormat.of().parseHex("0f00010c00000001" + ServerVectorsTest.BATCH + "00");
        Map<Integer, List<byte[]>> waiting = new HashMap<>();
        for (int id = 2; id < 12; id++) {
          waiting.put(
              id,
              TestFrames.split(
                  TestFrames.request(
                          id,
                          10_000,
                          new byte[25],
                          "jaeger-collector",
                          "Collector::submitBatches",
                          arguments)
                      .write(new MessageWriter(150), RandomFrames.checksum(random))));
        }
        Buffer all = Buffer.buffer();
        while (!waiting.isEmpty()) {
          List<Integer> ids = List.copyOf(waiting.keySet());
          int id = ids.get(random.nextInt(ids.size()));
          all.appendBytes(waiting.get(id).remove(0));
          if (waiting.get(id).isEmpty()) {
            waiting.remove(id);
          }
        }
        peer.send(all.getBytes());
        for (int left = 10; left > 0; left--) {
          assertEquals(
              "0f00000c00000001020001010000", TestFrames.body(peer.frame()), seeded.describe(i));
        }
      }
    }
  }

  @Test
  void takesTheHashAsTheClientForNodeComputesIt() throws Exception {
    byte[] arguments = HexFormat.of().parseHex("0f00010c00000001" + ServerVectorsTest.BATCH + "00");
    TestFrames.Message call =
        TestFrames.request(
            5, 10_000, new byte[25], "jaeger-collector", "Collector::submitBatches", arguments);
    byte[] frame =
        new MessageWriter()
            .write(
                call.type(),
                call.id(),
                call.head(),
                new RunningChecksum.Farmhash(true),
                call.arg1(),
                call.arg2(),
                call.arg3())
            .getBytes();
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.introduced(server.port)) {
      peer.send(frame);
      String answer = peer.frame();
      assertEquals("0f00000c00000001020001010000", TestFrames.body(answer));
      byte[] body = HexFormat.of().parseHex("0f00000c00000001020001010000");
      assertEquals(
          String.format("%08x", Farmhash32.hash(body, 0, body.length)), answer.substring(110, 118));
    }
  }

  @Test
  void sendsAnswersThatTakeManyFrames() throws Exception {
    List<Operation> operations =
        IntStream.range(0, 5000)
            .mapToObj(i -> new Operation("operation number " + i, 1.0 / (i + 1)))
            .toList();
    SamplingStrategy strategy =
        SamplingStrategy.probabilistic(0.5)
            .withOperations(new Operations(0.1, 0.2, 0.0, operations));
    byte[] expected = SamplingThrift.writeAnswer(strategy);
    assertTrue(expected.length > 3 * FrameType.MAX_FRAME_BYTES);
    try (RunningServer server = new RunningServer()) {
      server.sampling = service -> Future.succeededFuture(strategy);
      TChannelClient client =
          RunningServer.await(
              TChannelClient.connect(
                  server.vertx,
                  server.net,
                  SocketAddress.inetSocketAddress(server.port, "127.0.0.1"),
                  RunningServer.IDENTITY,
                  "jaeger-agent",
                  Duration.ofSeconds(5)));
      byte[] result =
          RunningServer.await(
              client.call(
                  "jaeger-collector",
                  "SamplingManager::getSamplingStrategy",
                  SamplingThrift.writeQuestion("svc"),
                  Duration.ofSeconds(10)));
      assertArrayEquals(expected, result);
      assertEquals(strategy, SamplingThrift.readAnswer(result));
    }
  }

  /** A long message in tiny frames costs too much to hash, and is refused. */
  private static int frameBytes(Random random, Batch batch) {
    if (batch.getSpansSize() > 100) {
      return 5_000 + random.nextInt(60_000);
    }
    return 200 + random.nextInt(random.nextBoolean() ? 100 : 65_000);
  }

  private static Batch batch(Random random, int spans) {
    List<Span> list =
        IntStream.range(0, spans)
            .mapToObj(
                i ->
                    new Span(
                        random.nextLong(),
                        0,
                        random.nextLong(),
                        0,
                        "o".repeat(random.nextInt(60)),
                        1,
                        1_700_000_000_000_000L,
                        random.nextInt(1000)))
            .toList();
    return new Batch(new Process("svc"), list);
  }
}
