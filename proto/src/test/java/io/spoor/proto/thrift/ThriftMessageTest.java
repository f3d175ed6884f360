package io.spoor.proto.thrift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Duration;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Tag;
import io.jaegertracing.thriftjava.TagType;
import io.spoor.proto.Decoded;
import io.spoor.proto.Seeded;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.DecodeException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Envelopes of calls and the batches in them (collector.md §6.1, §6.2). */
class ThriftMessageTest {
  private static final String BATCH =
      "0c00010b000100000003737663000f00020c000000010a000100000000000000010a00020000000000000000"
          + "0a000300000000000000020a000400000000000000000b0005000000026f70080007000000010a0008"
          + "00060a24181e40000a000900000000000005dc0f000a0c000000010b0001000000016b080002000000"
          + "000b00030000000176000000";
  private static final String BINARY_DATAGRAM =
      "8001000400000009656d69744261746368000000010c0001" + BATCH + "00";
  private static final String COMPACT_DATAGRAM =
      "82810109656d697442617463681c1c180373766300191c160216001604160018026f702502168080f281"
          + "8389850616b817191c18016b150018017600000000";

  @Test
  void readsTheDatagramsOfTheContract() throws Exception {
    byte[] binary = Decoded.hex(BINARY_DATAGRAM);
    byte[] compact = Decoded.hex(COMPACT_DATAGRAM);
    assertEquals(
        new ThriftMessage("emitBatch", 1, 21),
        ThriftMessage.read(ThriftProtocol.BINARY, binary, 0, binary.length));
    assertEquals(
        new ThriftMessage("emitBatch", 1, 13),
        ThriftMessage.read(ThriftProtocol.COMPACT, compact, 0, compact.length));
    BatchPart part =
        BatchArguments.one(
            ThriftProtocol.BINARY, binary, 21, binary.length - 21, DecodeLimits.DEFAULTS);
    assertArrayEquals(Decoded.hex(BATCH), slice(binary, part));
    BatchPart small =
        BatchArguments.one(
            ThriftProtocol.COMPACT, compact, 13, compact.length - 13, DecodeLimits.DEFAULTS);
    assertEquals(
        Decoded.spans(SpanFormat.JAEGER_THRIFT_BINARY, slice(binary, part)),
        Decoded.spans(SpanFormat.JAEGER_THRIFT_COMPACT, slice(compact, small)));
  }

  @Test
  void readsTheOldFormWithoutVersion() throws Exception {
    byte[] message = Decoded.hex("00000009" + "656d69744261746368" + "01" + "00000007" + "00");
    assertEquals(
        new ThriftMessage("emitBatch", 7, 18),
        ThriftMessage.read(ThriftProtocol.BINARY, message, 0, message.length));
  }

  @ParameterizedTest
  @EnumSource
  void takesCallsAndOneWayCalls(ThriftProtocol protocol) throws Exception {
    Batch batch = new Batch(new Process("svc"), List.of());
    for (byte type : new byte[] {TMessageType.CALL, TMessageType.ONEWAY}) {
      byte[] message = ThriftCalls.emitBatch(protocol, type, batch);
      ThriftMessage read = ThriftMessage.read(protocol, message, 0, message.length);
      assertEquals("emitBatch", read.method());
      assertEquals(300, read.sequence());
    }
    byte[] reply = ThriftCalls.emitBatch(protocol, TMessageType.REPLY, batch);
    assertThrows(DecodeException.class, () -> ThriftMessage.read(protocol, reply, 0, reply.length));
  }

  @Test
  void refusesTheOtherProtocol() {
    byte[] binary = Decoded.hex(BINARY_DATAGRAM);
    byte[] compact = Decoded.hex(COMPACT_DATAGRAM);
    assertThrows(
        DecodeException.class,
        () -> ThriftMessage.read(ThriftProtocol.COMPACT, binary, 0, binary.length));
    assertThrows(
        DecodeException.class,
        () -> ThriftMessage.read(ThriftProtocol.BINARY, compact, 0, compact.length));
  }

  @ParameterizedTest
  @EnumSource
  void findsEachBatchOfAList(ThriftProtocol protocol) throws Exception {
    Seeded seeded = Seeded.named("ThriftMessageTest, lists in " + protocol);
    for (int i = 0; i < Seeded.cases(300); i++) {
      Random random = seeded.random(i);
      RandomThrift generator = new RandomThrift(random);
      List<Batch> batches =
          random.ints(random.nextInt(4)).mapToObj(any -> generator.batch()).toList();
      byte[] arguments = ThriftCalls.submitBatches(protocol, batches);
      List<BatchPart> parts =
          BatchArguments.list(protocol, arguments, 0, arguments.length, DecodeLimits.DEFAULTS);
      assertEquals(batches.size(), parts.size(), seeded.describe(i));
      for (int k = 0; k < parts.size(); k++) {
        assertArrayEquals(
            ThriftCalls.struct(protocol, batches.get(k)), slice(arguments, parts.get(k)));
        assertEquals(batches.get(k).getSpansSize(), parts.get(k).spans(), seeded.describe(i));
      }
    }
  }

  @Test
  void readsWhatAClientTellsOfItself() throws Exception {
    Tag id = new Tag("client-uuid", TagType.STRING);
    id.setVStr("abc");
    Process process = new Process("svc");
    process.setTags(List.of(new Tag("other", TagType.STRING), id));
    byte[] batch = RandomThrift.binary(new Batch(process, List.of()));
    String known = hexOf(Arrays.copyOf(batch, batch.length - 1));
    String stats = "0c0004" + i64(1, 5) + i64(2, 6) + i64(3, 7) + "00";
    assertEquals(
        Optional.of(new ClientReport("abc", 9, 5, 6, 7)), report(known + i64(3, 9) + stats + "00"));
    assertEquals(
        Optional.of(new ClientReport("abc", 9, 0, 0, 0)), report(known + i64(3, 9) + "00"));
    assertEquals(Optional.empty(), report(known + stats + "00"));
    assertEquals(
        Optional.empty(), report(BATCH.substring(0, BATCH.length() - 2) + i64(3, 9) + "00"));
  }

  @Test
  void refusesMoreBatchesThanAnybodySends() {
    byte[] arguments = new byte[300_000];
    System.arraycopy(Decoded.hex("0f00010c00002711"), 0, arguments, 0, 8);
    DecodeException refused =
        assertThrows(
            DecodeException.class,
            () ->
                BatchArguments.list(
                    ThriftProtocol.BINARY, arguments, 0, arguments.length, DecodeLimits.DEFAULTS));
    assertEquals("call with more than 10000 batches", refused.getMessage());
  }

  @Test
  void writesBatchesThatReadBackTheSame() throws Exception {
    Seeded seeded = Seeded.named("ThriftMessageTest, encoder");
    for (int i = 0; i < Seeded.cases(500); i++) {
      byte[] message = RandomThrift.binary(new RandomThrift(seeded.random(i)).batch());
      SpanBatch spans = Decoded.decode(SpanFormat.JAEGER_THRIFT_BINARY, message);
      List<byte[]> calls = BatchEncoder.submitArguments(spans);
      assertEquals(spans.isEmpty() ? 0 : 1, calls.size(), seeded.describe(i));
      for (byte[] call : calls) {
        BatchPart part =
            BatchArguments.list(ThriftProtocol.BINARY, call, 0, call.length, DecodeLimits.DEFAULTS)
                .get(0);
        assertEquals(
            inMicros(Decoded.spans(spans)),
            inMicros(Decoded.spans(SpanFormat.JAEGER_THRIFT_BINARY, slice(call, part))),
            seeded.describe(i));
      }
    }
  }

  /** The longest durations end in nanoseconds, which Thrift has not. */
  private static List<Span> inMicros(List<Span> spans) {
    return spans.stream()
        .map(
            span -> {
              Duration exact = span.getDuration();
              Duration micros =
                  Duration.newBuilder()
                      .setSeconds(exact.getSeconds())
                      .setNanos(exact.getNanos() / 1000 * 1000)
                      .build();
              return span.toBuilder().setDuration(micros).build();
            })
        .toList();
  }

  private static Optional<ClientReport> report(String batch) throws DecodeException {
    byte[] arguments = Decoded.hex("0c0001" + batch + "00");
    return BatchArguments.one(
            ThriftProtocol.BINARY, arguments, 0, arguments.length, DecodeLimits.DEFAULTS)
        .report();
  }

  private static byte[] slice(byte[] bytes, BatchPart part) {
    return Arrays.copyOfRange(bytes, part.offset(), part.offset() + part.length());
  }

  private static String i64(int id, long value) {
    return String.format("0a%04x%016x", id, value);
  }

  private static String hexOf(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
