package io.spoor.proto.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spoor.proto.Decoded;
import io.spoor.proto.Seeded;
import io.spoor.proto.codec.SpanFormat;
import org.junit.jupiter.api.Test;

/** Against a second reading of the contract, on messages that others' classes wrote. */
class OtlpTranslationTest {

  @Test
  void givesWhatTheSlowTranslationGives() throws Exception {
    Seeded seeded = Seeded.named("OtlpTranslationTest");
    for (int i = 0; i < Seeded.cases(5_000); i++) {
      ExportTraceServiceRequest request = new RandomOtlp(seeded.random(i)).request();
      assertEquals(
          SlowOtlp.translate(request),
          Decoded.spans(SpanFormat.OTLP_PROTO, request.toByteArray()),
          seeded.describe(i));
    }
  }
}
