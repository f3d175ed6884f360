package io.spoor.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jaegertracing.thriftjava.Batch;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.thrift.BatchArguments;
import io.spoor.proto.thrift.BatchPart;
import io.spoor.proto.thrift.RandomThrift;
import io.spoor.proto.thrift.ThriftCalls;
import io.spoor.proto.thrift.ThriftMessage;
import io.spoor.proto.thrift.ThriftProtocol;
import io.spoor.proto.wire.DecodeException;
import java.util.List;
import java.util.Random;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Any bytes at all, taken for a call, give batches or a {@link DecodeException}; each batch found
 * passes the check of its format with the same count.
 */
class AnyCallTest {

  @ParameterizedTest
  @EnumSource
  void mutatedCallsGiveBatchesOrAnError(ThriftProtocol protocol) throws Exception {
    Seeded seeded = Seeded.named("AnyCallTest, " + protocol);
    int cases = Seeded.cases(8_000);
    int passed = 0;
    for (int i = 0; i < cases; i++) {
      Random random = seeded.random(i);
      Batch batch = new RandomThrift(random).batch();
      byte[] one = ThriftCalls.emitBatch(protocol, TMessageType.ONEWAY, batch);
      byte[] list = ThriftCalls.submitBatches(protocol, List.of(batch, batch));
      try {
        passed += emit(protocol, Mutations.mutate(one, list, random), seeded.describe(i));
        passed += submit(protocol, Mutations.mutate(list, one, random), seeded.describe(i));
      } catch (RuntimeException | Error e) {
        throw new AssertionError(seeded.describe(i), e);
      }
    }
    assertTrue(passed > cases / 100 && passed < cases * 19 / 10, passed + " of " + 2 * cases);
  }

  private static int emit(ThriftProtocol protocol, byte[] bytes, String what) {
    try {
      ThriftMessage message = ThriftMessage.read(protocol, bytes, 0, bytes.length);
      int at = message.argumentsAt();
      BatchPart part =
          BatchArguments.one(protocol, bytes, at, bytes.length - at, DecodeLimits.DEFAULTS);
      check(protocol, bytes, part, what);
      return 1;
    } catch (DecodeException e) {
      return 0;
    }
  }

  private static int submit(ThriftProtocol protocol, byte[] bytes, String what) {
    try {
      for (BatchPart part :
          BatchArguments.list(protocol, bytes, 0, bytes.length, DecodeLimits.DEFAULTS)) {
        check(protocol, bytes, part, what);
      }
      return 1;
    } catch (DecodeException e) {
      return 0;
    }
  }

  private static void check(ThriftProtocol protocol, byte[] bytes, BatchPart part, String what) {
    SpanFormat format =
        protocol == ThriftProtocol.BINARY
            ? SpanFormat.JAEGER_THRIFT_BINARY
            : SpanFormat.JAEGER_THRIFT_COMPACT;
    try {
      assertEquals(
          part.spans(),
          Codecs.of(format).check(bytes, part.offset(), part.length(), DecodeLimits.DEFAULTS),
          what);
    } catch (DecodeException e) {
      throw new AssertionError(what, e);
    }
  }
}
