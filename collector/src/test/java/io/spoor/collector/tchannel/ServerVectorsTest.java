package io.spoor.collector.tchannel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.collector.Received;
import io.spoor.collector.Transport;
import io.spoor.proto.codec.SpanFormat;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hex of collector.md §2, byte for byte, over a real socket. */
class ServerVectorsTest {
  static final String BATCH =
      "0c00010b000100000003737663000f00020c000000010a000100000000000000010a00020000000000000000"
          + "0a000300000000000000020a000400000000000000000b0005000000026f70080007000000010a0008"
          + "00060a24181e40000a000900000000000005dc0f000a0c000000010b0001000000016b080002000000"
          + "000b00030000000176000000";
  private static final String CALL =
      "0112030000000002000000000000000000000003e7000000000000000700000000000000000000000000000007"
          + "00106a61656765722d636f6c6c6563746f72020261730674687269667402636e0c6a61656765722d6167"
          + "656e7401783ec0460018436f6c6c6563746f723a3a7375626d6974426174636865730002000000930f00"
          + "010c00000001"
          + BATCH
          + "00";
  private static final String ANSWER =
      "005104000000000200000000000000000000000000000000000000000000000000000000000000000000"
          + "00010261730674687269667401e2f4ca89000000020000000e0f00000c00000001020001010000";

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
  void answersInitReq() throws Exception {
    try (RawPeer peer = RawPeer.silent(server.port)) {
      peer.send(RawPeer.INIT_REQ);
      // The contract's answer has port 14267; this one is on a port of its own.
      String portHex = HexFormat.of().formatHex(("[::]:" + server.port).getBytes(US_ASCII));
      int shorter = "14267".length() - Integer.toString(server.port).length();
      String expected =
          String.format("%04x", 0x94 - shorter)
              + "0200000000010000000000000000000200050009686f73745f706f7274"
              + String.format("%04x", portHex.length() / 2)
              + portHex
              + "000c70726f636573735f6e616d65000873706f6f725b315d0011746368616e6e656c5f6c616e6775"
              + "61676500046a6176610019746368616e6e656c5f6c616e67756167655f76657273696f6e00023137"
              + "0010746368616e6e656c5f76657273696f6e0005352e302e30";
      assertEquals(expected, peer.frame());
    }
  }

  @Test
  void keepsTheBatchOfACallAndAnswers() throws Exception {
    try (RawPeer peer = RawPeer.introduced(server.port)) {
      peer.send(CALL);
      assertEquals(ANSWER, peer.frame());
    }
    assertEquals(1, server.journal.kept().size());
    Received received = server.journal.kept().get(0);
    assertEquals(SpanFormat.JAEGER_THRIFT_BINARY, received.format());
    assertEquals(Transport.TCHANNEL, received.transport());
    assertEquals(1, received.spans());
    assertArrayEquals(HexFormat.of().parseHex(BATCH), received.body());
    assertEquals(1, server.requests("accepted"));
    assertEquals(0, server.intake.inFlightBytes());
  }

  @Test
  void answersPings() throws Exception {
    try (RawPeer peer = RawPeer.introduced(server.port)) {
      peer.send("0010d000000000030000000000000000");
      assertEquals("0010d100000000030000000000000000", peer.frame());
    }
  }

  @Test
  void answersForSampling() throws Exception {
    try (RawPeer peer = RawPeer.introduced(server.port)) {
      peer.send(
          TestFrames.call(
              2,
              "jaeger-collector",
              "SamplingManager::getSamplingStrategy",
              HexFormat.of().parseHex("0b00010000000373766300")));
      assertEquals(
          "0c0000080001000000000c00020400013f50624dd2f1a9fc000000", TestFrames.body(peer.frame()));
    }
  }

  @Test
  void answersForHealthUnderBothNames() throws Exception {
    try (RawPeer peer = RawPeer.introduced(server.port)) {
      for (String service : new String[] {"jaeger-collector", "tchannel"}) {
        peer.send(TestFrames.call(2, service, "Meta::health", new byte[1]));
        assertEquals("0c0000020001010000", TestFrames.body(peer.frame()));
      }
    }
  }

  @Test
  void tellsItsVersion() throws Exception {
    try (RawPeer peer = RawPeer.introduced(server.port)) {
      peer.send(TestFrames.call(2, "tchannel", "Meta::versionInfo", new byte[1]));
      assertEquals(
          "0c00000b0001000000046a6176610b00020000000231370b000300000005352e302e300000",
          TestFrames.body(peer.frame()));
    }
  }

  @Test
  void hasNoIdl() throws Exception {
    try (RawPeer peer = RawPeer.introduced(server.port)) {
      peer.send(TestFrames.call(2, "tchannel", "Meta::thriftIDL", new byte[1]));
      String frame = peer.frame();
      assertTrue(frame.startsWith("ff", 4), frame);
      assertTrue(frame.startsWith("05", 32), frame);
      assertTrue(frame.endsWith("000d756e696d706c656d656e746564"), frame);
    }
  }

  @Test
  void refusesMethodsNobodyHas() throws Exception {
    try (RawPeer peer = RawPeer.introduced(server.port)) {
      peer.send(TestFrames.call(2, "jaeger-collector", "X::y", new byte[1]));
      assertEquals(
          "0067ff000000000200000000000000000600000000000000000000000000000000000000000000000000003b"
              + "6e6f2068616e646c657220666f72207365727669636520226a61656765722d636f6c6c6563746f722220"
              + "616e64206d6574686f642022583a3a7922",
          peer.frame());
      peer.send(
          TestFrames.call(
              3,
              "jaeger-collector",
              "BaggageRestrictionManager::getBaggageRestrictions",
              new byte[1]));
      assertTrue(peer.frame().startsWith("06", 32));
    }
  }

  @Test
  void writesTheCallOfTheContract() {
    byte[] call =
        TestFrames.request(
                0x2,
                999,
                HexFormat.of().parseHex("00000000000000070000000000000000000000000000000700"),
                "jaeger-collector",
                "Collector::submitBatches",
                HexFormat.of().parseHex("0f00010c00000001" + BATCH + "00"))
            .write(new MessageWriter(), ChecksumType.CRC32);
    assertEquals(CALL, HexFormat.of().formatHex(call));
  }
}
