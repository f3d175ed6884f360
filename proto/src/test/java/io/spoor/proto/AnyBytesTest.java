package io.spoor.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanCodec;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Any bytes at all give spans or a {@link DecodeException}; check and decode always agree; what is
 * decoded is normalized and within the limit.
 */
class AnyBytesTest {
  private static final DecodeLimits SMALL = new DecodeLimits(9, 20_000);

  @ParameterizedTest
  @EnumSource
  void validMessagesPass(SpanFormat format) throws Exception {
    Seeded seeded = Seeded.named("AnyBytesTest, valid " + format);
    for (int i = 0; i < Seeded.cases(3_000); i++) {
      byte[] message = Mutations.valid(format, seeded.random(i));
      String what = seeded.describe(i);
      assertEquals(Optional.empty(), outcome(format, message, DecodeLimits.DEFAULTS, what), what);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "MODEL") // only Spoor writes it
  void mutatedMessagesGiveSpansOrAnError(SpanFormat format) throws Exception {
    Seeded seeded = Seeded.named("AnyBytesTest, mutated " + format);
    int cases = Seeded.cases(40_000);
    int passed = 0;
    byte[] other = {};
    byte[] message = {};
    for (int i = 0; i < cases; i++) {
      Random random = seeded.random(i / 8);
      message = Mutations.valid(format, random);
      other = Mutations.valid(format, random);
      byte[] mutated = Mutations.mutate(message, other, seeded.random(i));
      DecodeLimits limits = i % 4 == 0 ? SMALL : DecodeLimits.DEFAULTS;
      if (outcome(format, mutated, limits, seeded.describe(i)).isEmpty()) {
        passed++;
      }
    }
    // Else the mutations or the codec would be too coarse to show anything.
    assertTrue(passed > cases / 100 && passed < cases * 9 / 10, passed + " of " + cases);
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "MODEL") // only Spoor writes it
  void truncatedMessagesGiveSpansOrAnError(SpanFormat format) throws Exception {
    Seeded seeded = Seeded.named("AnyBytesTest, truncated " + format);
    for (int i = 0; i < Seeded.cases(10); i++) {
      byte[] message = Mutations.valid(format, seeded.random(i));
      for (int length = 0; length < message.length; length++) {
        byte[] cut = Arrays.copyOf(message, length);
        outcome(format, cut, DecodeLimits.DEFAULTS, seeded.describe(i) + " cut to " + length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "MODEL") // only Spoor writes it
  void randomBytesGiveSpansOrAnError(SpanFormat format) {
    Seeded seeded = Seeded.named("AnyBytesTest, random " + format);
    for (int i = 0; i < Seeded.cases(20_000); i++) {
      Random random = seeded.random(i);
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      outcome(format, bytes, i % 2 == 0 ? SMALL : DecodeLimits.DEFAULTS, seeded.describe(i));
    }
  }

  /** The error, if there is one: the same from check and decode. */
  private static Optional<String> outcome(
      SpanFormat format, byte[] bytes, DecodeLimits limits, String what) {
    SpanCodec codec = Codecs.of(format);
    Optional<String> checkError = Optional.empty();
    int count = 0;
    try {
      count = codec.check(bytes, 0, bytes.length, limits);
    } catch (DecodeException e) {
      checkError = Optional.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
    SpanBatchBuilder builder = new SpanBatchBuilder();
    try {
      codec.decode(bytes, 0, bytes.length, limits, builder);
      assertEquals(Optional.empty(), checkError, what);
    } catch (DecodeException e) {
      assertEquals(checkError, Optional.of(String.valueOf(e.getMessage())), what);
      return checkError;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
    SpanBatch batch = builder.build();
    assertEquals(count, batch.size(), what);
    assertTrue(batch.encodedBytes() <= limits.maxDecodedBytes(), what);
    assertNormalized(batch, what);
    SpanBatchBuilder again = new SpanBatchBuilder();
    try {
      codec.decodeChecked(bytes, 0, bytes.length, again);
    } catch (DecodeException | RuntimeException e) {
      throw new AssertionError(what, e);
    }
    assertEquals(Decoded.spans(batch), Decoded.spans(again.build()), what);
    return Optional.empty();
  }

  static void assertNormalized(SpanBatch batch, String what) {
    try {
      for (int i = 0; i < batch.size(); i++) {
        ByteString bytes =
            ByteString.copyFrom(batch.array(), batch.spanOffset(i), batch.spanLength(i));
        Span span = Span.parseFrom(bytes);
        assertEquals(16, span.getTraceId().size(), what);
        assertEquals(8, span.getSpanId().size(), what);
        assertTrue(isText(span), what);
        if (span.getReferencesList().stream()
            .allMatch(r -> r.getUnknownFields().equals(UnknownFieldSet.getDefaultInstance()))) {
          assertEquals(bytes, span.toByteString(), what);
        }
        assertEquals(
            span.getStartTime().getSeconds() * 1_000_000 + span.getStartTime().getNanos() / 1000,
            batch.startMicros(i),
            what);
      }
      for (int i = 0; i < batch.processCount(); i++) {
        ByteString bytes =
            ByteString.copyFrom(batch.array(), batch.processOffset(i), batch.processLength(i));
        Process process = Process.parseFrom(bytes);
        assertEquals(bytes, process.toByteString(), what);
        assertFalse(process.getServiceName().isEmpty(), what);
        assertTrue(process.getServiceNameBytes().isValidUtf8(), what);
        assertTrue(process.getTagsList().stream().allMatch(AnyBytesTest::isText), what);
      }
      assertReadBack(batch, what);
    } catch (InvalidProtocolBufferException | DecodeException e) {
      throw new AssertionError(what, e);
    }
  }

  private static boolean isText(Span span) {
    return span.getOperationNameBytes().isValidUtf8()
        && span.getProcessIdBytes().isValidUtf8()
        && IntStream.range(0, span.getWarningsCount())
            .allMatch(i -> span.getWarningsBytes(i).isValidUtf8())
        && span.getTagsList().stream().allMatch(AnyBytesTest::isText)
        && span.getLogsList().stream()
            .flatMap(log -> log.getFieldsList().stream())
            .allMatch(AnyBytesTest::isText);
  }

  private static boolean isText(KeyValue tag) {
    return tag.getKeyBytes().isValidUtf8() && tag.getVStrBytes().isValidUtf8();
  }

  private static void assertReadBack(SpanBatch batch, String what) throws DecodeException {
    WireWriter out = new WireWriter(64);
    batch.encode(out);
    SpanBatchBuilder builder = new SpanBatchBuilder();
    builder.addEncoded(out.array(), 0, out.size());
    SpanBatch again = builder.build();
    assertEquals(Decoded.spans(batch), Decoded.spans(again), what);
    for (int i = 0; i < batch.size(); i++) {
      assertEquals(batch.startMicros(i), again.startMicros(i), what);
      assertEquals(batch.durationMicros(i), again.durationMicros(i), what);
    }
  }
}
