package io.spoor.proto.jaeger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.proto.Decoded;
import io.spoor.proto.Seeded;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.PostSpansRequest;
import org.junit.jupiter.api.Test;

/** Against a second reading of the contract, with generated classes. */
class JaegerTranslationTest {

  @Test
  void givesWhatTheSlowTranslationGives() throws Exception {
    Seeded seeded = Seeded.named("JaegerTranslationTest");
    for (int i = 0; i < Seeded.cases(5_000); i++) {
      PostSpansRequest request = new RandomJaeger(seeded.random(i)).request();
      assertEquals(
          SlowJaeger.translate(request),
          Decoded.spans(SpanFormat.JAEGER_PROTO, request.toByteArray()),
          seeded.describe(i));
    }
  }
}
