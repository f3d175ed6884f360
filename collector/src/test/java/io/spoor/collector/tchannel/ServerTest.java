package io.spoor.collector.tchannel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.collector.Received;
import io.spoor.collector.journal.JournalFullException;
import io.spoor.collector.receiver.ReceiverLimits;
import io.spoor.proto.codec.DecodeLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server does when a caller, or the collector, is not as it should be. */
class ServerTest {
  private static final String ONE = "0f00010c00000001" + ServerVectorsTest.BATCH + "00";
  private static final String TWO =
      "0f00010c00000002" + ServerVectorsTest.BATCH + ServerVectorsTest.BATCH + "00";
  private static final String BUSY = "03";
  private static final String FATAL = "ff";

  @Test
  void saysBusyWhenNothingOfACallIsKept() throws Exception {
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.introduced(server.port)) {
      server.journal.behave(any -> Future.failedFuture(new JournalFullException("full")));
      peer.send(TestFrames.submit(5, hex(TWO)));
      assertError(5, BUSY, "full", peer.frame());
      assertEquals(1, server.requests("overloaded"));
      assertEquals(0, server.intake.inFlightBytes());
      server.journal.behave(any -> Future.succeededFuture());
      peer.send(TestFrames.submit(6, hex(ONE)));
      assertEquals("0f00000c00000001020001010000", TestFrames.body(peer.frame()));
    }
  }

  @Test
  void saysWhichBatchesAreNotKept() throws Exception {
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.introduced(server.port)) {
      server.journal.behave(
          any ->
              server.journal.kept().isEmpty()
                  ? Future.succeededFuture()
                  : Future.failedFuture(new JournalFullException("full")));
      peer.send(TestFrames.submit(5, hex(TWO)));
      assertEquals("0f00000c0000000202000101000200010000" + "00", TestFrames.body(peer.frame()));
      assertEquals(1, server.journal.kept().size());
    }
  }

  @Test
  void answersEachSpanOfAZipkinBatch() throws Exception {
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.introduced(server.port)) {
      String span = "0a00010000000000000001" + "0b0003000000016f" + "0a00040000000000000002";
      String list = "0f00060c00000000" + "0f00080c00000000" + "00";
      peer.send(
          TestFrames.call(
              5,
              "jaeger-collector",
              "ZipkinCollector::submitZipkinBatch",
              hex("0f00010c00000002" + span + list + span + list + "00")));
      assertEquals("0f00000c00000002020001010002000101" + "0000", TestFrames.body(peer.frame()));
      assertEquals(2, server.journal.kept().get(0).spans());
    }
  }

  @Test
  void refusesArgumentsThatCannotBeDecoded() throws Exception {
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.introduced(server.port)) {
      peer.send(TestFrames.submit(5, hex("0f00010c00000001" + "00" + "00")));
      assertError(5, "06", "Required field Process is not set", peer.frame());
      assertEquals(1, server.requests("malformed"));
    }
  }

  @Test
  void closesConnectionsThatSayNothing() throws Exception {
    TChannelOptions usual = RunningServer.OPTIONS;
    TChannelOptions options =
        new TChannelOptions(
            usual.identity(), Duration.ofSeconds(2), 8, 8, 8, usual.stopTimeout(), Duration.ZERO);
    try (RunningServer server = new RunningServer(options, RunningServer.LIMITS);
        RawPeer peer = RawPeer.introduced(server.port);
        RawPeer loris = RawPeer.silent(server.port)) {
      loris.send(RawPeer.INIT_REQ.substring(0, 40));
      assertError(-1, "01", "timeout waiting for init req", loris.frame());
      assertTrue(loris.isClosedByServer());
      assertTrue(peer.isQuiet());
    }
  }

  @Test
  void closesConnectionsOnWhichNothingComesAnyMore() throws Exception {
    TChannelOptions options = RunningServer.OPTIONS.idleFor(Duration.ofSeconds(1));
    try (RunningServer server = new RunningServer(options, RunningServer.LIMITS);
        RawPeer peer = RawPeer.introduced(server.port)) {
      assertTrue(peer.isClosedByServer());
    }
  }

  @ParameterizedTest
  @CsvSource({
    // A ping first; version 1; no header at all; a host_port without process_name; not a frame.
    "7, 0010d000000000070000000000000000",
    "1, 0014010000000001000000000000000000010000",
    "1, 0014010000000001000000000000000000020000",
    "1, 002301000000000100000000000000000002000100" + "09686f73745f706f7274000461626364",
    "-1, 0004"
  })
  void endsTheConnectionOfWhoeverCannotIntroduceItself(int id, String bytes) throws Exception {
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.silent(server.port)) {
      peer.send(bytes);
      assertTrue(peer.frame().startsWith(errorStart(id, FATAL), 4));
      assertTrue(peer.isClosedByServer());
    }
  }

  @Test
  void endsTheConnectionWhenAnIdIsUsedTwice() throws Exception {
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.introduced(server.port)) {
      server.journal.behave(any -> Promise.<Void>promise().future());
      peer.send(TestFrames.submit(5, hex(ONE)));
      peer.send(TestFrames.submit(5, hex(ONE)));
      assertTrue(peer.frame().startsWith(errorStart(5, FATAL), 4));
      assertTrue(peer.isClosedByServer());
    }
  }

  @Test
  void leavesACallWithWrongChecksumWithoutAnswer() throws Exception {
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.introduced(server.port)) {
      byte[] call = TestFrames.submit(5, hex(ONE));
      call[call.length - 1] ^= 1;
      peer.send(call);
      assertTrue(peer.isQuiet());
      assertEquals(1, server.requests("malformed"));
      assertEquals(0, server.intake.inFlightBytes());
      // The id is free.
      peer.send(TestFrames.submit(5, hex(ONE)));
      assertEquals("0f00000c00000001020001010000", TestFrames.body(peer.frame()));
    }
  }

  @Test
  void givesNoAnswerThatComesTooLate() throws Exception {
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.introduced(server.port)) {
      Promise<Void> kept = Promise.promise();
      List<Received> arrived = new CopyOnWriteArrayList<>();
      server.journal.behave(
          received -> {
            arrived.add(received);
            return kept.future();
          });
      peer.send(TestFrames.submit(5, hex(ONE)));
      RunningServer.eventually(() -> !arrived.isEmpty());
      server.nanosAhead.set(Duration.ofSeconds(11).toNanos());
      kept.complete();
      assertTrue(peer.isQuiet());
      RunningServer.eventually(() -> server.intake.inFlightBytes() == 0);
    }
  }

  @Test
  void forgetsCallsThatNeverBecomeWhole() throws Exception {
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.introduced(server.port)) {
      byte[] frames = TestFrames.submit(5, hex(ONE));
      frames[FrameType.HEADER_BYTES] = FrameType.MORE_FRAMES;
      peer.send(frames);
      assertTrue(peer.isQuiet());
      assertTrue(server.intake.inFlightBytes() > 0);
      server.nanosAhead.set(Duration.ofSeconds(11).toNanos());
      RunningServer.eventually(() -> server.requests("cancelled") == 1);
      assertEquals(0, server.intake.inFlightBytes());
    }
  }

  @Test
  void givesMemoryBackWhenTheCallerGoesAway() throws Exception {
    try (RunningServer server = new RunningServer()) {
      try (RawPeer peer = RawPeer.introduced(server.port)) {
        byte[] frames = TestFrames.submit(5, hex(ONE));
        frames[FrameType.HEADER_BYTES] = FrameType.MORE_FRAMES;
        peer.send(frames);
        assertTrue(peer.isQuiet());
      }
      RunningServer.eventually(() -> server.intake.inFlightBytes() == 0);
    }
  }

  @Test
  void readsNoFasterThanItAnswers() throws Exception {
    TChannelOptions usual = RunningServer.OPTIONS;
    TChannelOptions options =
        new TChannelOptions(
            usual.identity(), Duration.ofSeconds(5), 2, 8, 8, usual.stopTimeout(), Duration.ZERO);
    try (RunningServer server = new RunningServer(options, RunningServer.LIMITS);
        RawPeer peer = RawPeer.introduced(server.port)) {
      List<Promise<Void>> waiting = new CopyOnWriteArrayList<>();
      server.journal.behave(
          any -> {
            Promise<Void> kept = Promise.promise();
            waiting.add(kept);
            return kept.future();
          });
      // Calls of 60 KB: those behind the second do not fit in what was read with it.
      byte[] body = new byte[60_000];
      System.arraycopy(hex(ONE), 0, body, 0, ONE.length() / 2);
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 40; i++) {
                    peer.send(TestFrames.submit(10 + i, body));
                  }
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      sender.start();
      Set<String> answered = new HashSet<>();
      while (answered.size() < 40) {
        RunningServer.eventually(
            () -> waiting.stream().anyMatch(one -> !one.future().isComplete()));
        assertTrue(waiting.size() - answered.size() < 8, waiting.size() + " under way");
        for (Promise<Void> kept : waiting) {
          if (kept.tryComplete()) {
            answered.add(peer.frame().substring(8, 16));
          }
        }
      }
      sender.join();
    }
  }

  @Test
  void boundsTheLengthOfAMessageAndTheMemoryOfAll() throws Exception {
    ReceiverLimits limits = new ReceiverLimits(100_000, 100, 250_000, DecodeLimits.DEFAULTS);
    try (RunningServer server = new RunningServer(RunningServer.OPTIONS, limits);
        RawPeer peer = RawPeer.introduced(server.port)) {
      peer.send(TestFrames.submit(5, new byte[200_000]));
      assertError(5, "06", "message of more than 100000 bytes", peer.frame());
      byte[] first = TestFrames.submit(6, new byte[60_000]);
      first[FrameType.HEADER_BYTES] = FrameType.MORE_FRAMES;
      byte[] second = TestFrames.submit(7, new byte[60_000]);
      second[FrameType.HEADER_BYTES] = FrameType.MORE_FRAMES;
      peer.send(first);
      peer.send(second);
      peer.send(TestFrames.submit(8, new byte[60_000]));
      assertError(8, BUSY, "too many bytes in flight", peer.frame());
    }
  }

  @Test
  void declinesCallsAndAnswersThoseUnderWayWhenItStops() throws Exception {
    try (RunningServer server = new RunningServer();
        RawPeer peer = RawPeer.introduced(server.port);
        RawPeer idle = RawPeer.introduced(server.port)) {
      Promise<Void> kept = Promise.promise();
      server.journal.behave(any -> kept.future());
      peer.send(TestFrames.submit(5, hex(ONE)));
      RunningServer.eventually(() -> server.intake.inFlightBytes() > 0);
      Future<Void> stopped = server.stop();
      assertTrue(idle.isClosedByServer());
      // Both instances have been told, once a connection without calls is closed on each.
      String frame;
      int id = 6;
      do {
        peer.send(TestFrames.call(id++, "tchannel", "Meta::health", new byte[1]));
        frame = peer.frame();
      } while (frame.startsWith("04", 4));
      assertError(id - 1, "04", "closed channel", frame);
      kept.complete();
      assertEquals("0f00000c00000001020001010000", TestFrames.body(peer.frame()));
      assertTrue(peer.isClosedByServer());
      RunningServer.await(stopped);
    }
  }

  @Test
  void survivesAnythingThatIsSent() throws Exception {
    Seeded seeded = Seeded.named("ServerTest, mutated");
    try (RunningServer server = new RunningServer()) {
      for (int i = 0; i < Seeded.cases(300); i++) {
        try (RawPeer peer = RawPeer.introduced(server.port)) {
          peer.send(RandomFrames.mutated(seeded.random(i)));
        } catch (IOException e) {
          // Closed by the server: allowed.
        }
      }
      try (RawPeer peer = RawPeer.introduced(server.port)) {
        peer.send(TestFrames.submit(5, hex(ONE)));
        assertEquals("0f00000c00000001020001010000", TestFrames.body(peer.frame()));
      }
      RunningServer.eventually(() -> server.intake.inFlightBytes() == 0);
    }
  }

  private static void assertError(int id, String code, String message, String frame) {
    String text = HexFormat.of().formatHex(message.getBytes(UTF_8));
    assertTrue(frame.startsWith(errorStart(id, code), 4), frame);
    assertTrue(frame.endsWith(String.format("%04x", text.length() / 2) + text), frame);
  }

  /** Of a frame without its size. */
  private static String errorStart(int id, String code) {
    return "ff00" + String.format("%08x", id) + "0000000000000000" + code;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
