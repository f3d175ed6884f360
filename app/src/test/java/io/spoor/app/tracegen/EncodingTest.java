package io.spoor.app.tracegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.proto.Codecs;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tracegen sends is what the codecs of the receivers read. */
final class EncodingTest {

  @ParameterizedTest
  @EnumSource
  void encodesSpansThatDecodeToTheSameIdsAndTimes(Protocol protocol) throws DecodeException {
    Shop shop = new Shop(7, 3);
    List<GeneratedSpan> spans = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      shop.trace(1_700_000_000_000_000_000L).forEach(sent -> spans.add(sent.span()));
    }
    byte[] body = protocol.encoding().encode(new Batch(shop.services().get(0), spans));

    SpanBatch decoded = decode(protocol, body);
    assertEquals(spans.size(), decoded.size());
    assertEquals(1, decoded.processCount());
    for (int i = 0; i < spans.size(); i++) {
      assertEquals(spans.get(i).trace().idHigh(), decoded.traceIdHigh(i));
      assertEquals(spans.get(i).trace().idLow(), decoded.traceIdLow(i));
      assertEquals(spans.get(i).spanId(), decoded.spanId(i));
      assertEquals(spans.get(i).startNanos() / 1000, decoded.startMicros(i));
      assertEquals(spans.get(i).durationNanos() / 1000, decoded.durationMicros(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void encodesMoreThanThriftsLimitOfOneMessageInItsLife(Protocol protocol) throws DecodeException {
    Shop shop = new Shop(7, 3);
    List<GeneratedSpan> spans = new ArrayList<>();
    while (spans.size() < 5_000) {
      shop.trace(1_700_000_000_000_000_000L).forEach(sent -> spans.add(sent.span()));
    }
    Encoding encoding = protocol.encoding();
    Batch batch = new Batch(shop.services().get(0), spans);
    long total = 0;
    byte[] body = new byte[0];
    while (total <= 110 << 20) {
      body = encoding.encode(batch);
      total += body.length;
    }
    assertEquals(spans.size(), decode(protocol, body).size());
  }

  private static SpanBatch decode(Protocol protocol, byte[] body) throws DecodeException {
    SpanFormat format =
        switch (protocol) {
          case GRPC -> SpanFormat.JAEGER_PROTO;
          case OTLP_GRPC, OTLP_HTTP -> SpanFormat.OTLP_PROTO;
          case THRIFT_HTTP -> SpanFormat.JAEGER_THRIFT_BINARY;
        };
    SpanBatchBuilder builder = new SpanBatchBuilder();
    Codecs.of(format).decode(body, 0, body.length, DecodeLimits.DEFAULTS, builder);
    return builder.build();
  }
}
