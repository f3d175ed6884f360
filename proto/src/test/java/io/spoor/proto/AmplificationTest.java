package io.spoor.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanCodec;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireWriter;
import org.junit.jupiter.api.Test;

/** A few bytes that stand for many are refused before anything is built. */
class AmplificationTest {
  private static final byte[] MEGABYTE = new byte[1 << 20];

  @Test
  void decodesWhatWasCheckedBeforeALimitWasLowered() throws DecodeException {
    WireWriter out = new WireWriter(64);
    int batch = out.begin(0x0a);
    emptyElements(out, 0x0a, 10);
    out.end(batch);
    byte[] bytes = out.toByteArray();
    SpanCodec codec = Codecs.of(SpanFormat.JAEGER_PROTO);
    assertEquals(10, codec.check(bytes, 0, bytes.length, DecodeLimits.DEFAULTS));
    DecodeLimits lowered = new DecodeLimits(1, 1);
    SpanBatchBuilder builder = new SpanBatchBuilder();
    assertThrows(
        DecodeException.class, () -> codec.decode(bytes, 0, bytes.length, lowered, builder));
    builder.clear();
    codec.decodeChecked(bytes, 0, bytes.length, builder);
    assertEquals(10, builder.build().size());
  }

  @Test
  void refusesScopeNameThatEmptySpansRepeat() {
    WireWriter out = new WireWriter(64);
    int resource = out.begin(0x0a);
    int scopeSpans = out.begin(0x12);
    int scope = out.begin(0x0a);
    out.writeField(0x0a, MEGABYTE, 0, MEGABYTE.length);
    out.end(scope);
    emptyElements(out, 0x12, 100_000);
    out.end(scopeSpans);
    out.end(resource);
    assertRefused(SpanFormat.OTLP_PROTO, out);
  }

  @Test
  void refusesMillionsOfEmptySpans() {
    WireWriter out = new WireWriter(64);
    int batch = out.begin(0x0a);
    emptyElements(out, 0x0a, 1_000_000);
    out.end(batch);
    assertRefused(SpanFormat.JAEGER_PROTO, out);
  }

  @Test
  void refusesMillionsOfEmptyLinks() {
    WireWriter out = new WireWriter(64);
    int resource = out.begin(0x0a);
    int scopeSpans = out.begin(0x12);
    int span = out.begin(0x12);
    emptyElements(out, 0x6a, 5_000_000);
    out.end(span);
    out.end(scopeSpans);
    out.end(resource);
    assertRefused(SpanFormat.OTLP_PROTO, out);
  }

  @Test
  void refusesBatchProcessThatTakesTurnsWithThoseOfSpans() {
    WireWriter out = new WireWriter(64);
    int batch = out.begin(0x0a);
    for (int i = 0; i < 1000; i++) {
      int span = out.begin(0x0a);
      int process = out.begin(0x52);
      out.end(process);
      out.end(span);
      emptyElements(out, 0x0a, 1);
    }
    int process = out.begin(0x12);
    out.writeField(0x0a, MEGABYTE, 0, MEGABYTE.length);
    out.end(process);
    out.end(batch);
    assertRefused(SpanFormat.JAEGER_PROTO, out);
  }

  @Test
  void takesLargeResourceThatItsSpansShare() throws Exception {
    WireWriter out = new WireWriter(64);
    int batch = out.begin(0x0a);
    emptyElements(out, 0x0a, 100_000);
    int process = out.begin(0x12);
    out.writeField(0x0a, MEGABYTE, 0, MEGABYTE.length);
    out.end(process);
    out.end(batch);
    SpanBatch decoded = Decoded.decode(SpanFormat.JAEGER_PROTO, out.toByteArray());
    assertEquals(100_000, decoded.size());
    assertEquals(1, decoded.processCount());
    assertTrue(decoded.encodedBytes() < 8 << 20);
  }

  private static void emptyElements(WireWriter out, int tag, int count) {
    for (int i = 0; i < count; i++) {
      out.writeByte(tag);
      out.writeByte(0);
    }
  }

  private static void assertRefused(SpanFormat format, WireWriter message) {
    byte[] bytes = message.toByteArray();
    DecodeException e = assertThrows(DecodeException.class, () -> Decoded.decode(format, bytes));
    assertEquals(
        "decodes to more than " + DecodeLimits.DEFAULTS.maxDecodedBytes() + " bytes",
        e.getMessage());
  }
}
