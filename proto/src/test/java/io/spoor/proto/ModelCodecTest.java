package io.spoor.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.model.ProcessTags;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.otlp.RandomOtlp;
import io.spoor.proto.wire.WireWriter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelCodecTest {

  @Test
  void givesTheSpansBackWithTheCollectorsTags() throws Exception {
    byte[] message = new RandomOtlp(new Random(7)).request().toByteArray();
    ProcessTags tags = ProcessTags.of(Map.of("cluster", "blue"));
    SpanBatchBuilder direct = new SpanBatchBuilder(tags, 1024);
    Codecs.of(SpanFormat.OTLP_PROTO).decodeChecked(message, 0, message.length, direct);
    WireWriter encoded = new WireWriter(1024);
    Decoded.decode(SpanFormat.OTLP_PROTO, message).encode(encoded);

    SpanBatchBuilder replayed = new SpanBatchBuilder(tags, 1024);
    Codecs.of(SpanFormat.MODEL).decodeChecked(encoded.array(), 0, encoded.size(), replayed);

    List<Span> expected = Decoded.spans(direct.build());
    assertEquals(expected, Decoded.spans(replayed.build()));
    assertTrue(hasTag(expected.get(0), "cluster"));
  }

  private static boolean hasTag(Span span, String key) {
    return span.getProcess().getTagsList().stream().anyMatch(tag -> tag.getKey().equals(key));
  }
}
