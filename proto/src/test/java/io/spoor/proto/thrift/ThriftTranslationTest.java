package io.spoor.proto.thrift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jaegertracing.thriftjava.Batch;
import io.spoor.proto.Decoded;
import io.spoor.proto.Seeded;
import io.spoor.proto.codec.SpanFormat;
import org.junit.jupiter.api.Test;

/** Against a second reading of the contract, on batches that others' classes wrote. */
class ThriftTranslationTest {

  @Test
  void givesWhatTheSlowTranslationGivesOfBinary() throws Exception {
    Seeded seeded = Seeded.named("ThriftTranslationTest, binary");
    for (int i = 0; i < Seeded.cases(4_000); i++) {
      Batch batch = new RandomThrift(seeded.random(i)).batch();
      assertEquals(
          SlowThrift.translate(batch),
          Decoded.spans(SpanFormat.JAEGER_THRIFT_BINARY, RandomThrift.binary(batch)),
          seeded.describe(i));
    }
  }

  @Test
  void givesWhatTheSlowTranslationGivesOfCompact() throws Exception {
    Seeded seeded = Seeded.named("ThriftTranslationTest, compact");
    for (int i = 0; i < Seeded.cases(4_000); i++) {
      Batch batch = new RandomThrift(seeded.random(i)).batch();
      assertEquals(
          SlowThrift.translate(batch),
          Decoded.spans(SpanFormat.JAEGER_THRIFT_COMPACT, RandomThrift.compact(batch)),
          seeded.describe(i));
    }
  }
}
