package io.spoor.proto.thrift;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.spoor.proto.Decoded;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.wire.DecodeException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Collector.md §3.2 and §6.4: what the translation test's messages cannot have. */
class ThriftRulesTest {
  private static final SpanFormat BINARY = SpanFormat.JAEGER_THRIFT_BINARY;
  private static final SpanFormat COMPACT = SpanFormat.JAEGER_THRIFT_COMPACT;

  @Test
  void namesTheEndOfAnEmptyBody() {
    assertError("*jaeger.Batch field 0 read error: EOF", BINARY, new byte[0]);
    assertError("*jaeger.Batch field 0 read error: EOF", COMPACT, new byte[0]);
  }

  @Test
  void namesTheTypeThatTextSeemsToHave() {
    assertError("Unknown data type 110", BINARY, "not thrift".getBytes(US_ASCII));
  }

  @Test
  void namesTheRequiredFieldThatIsMissing() {
    assertError("Required field Process is not set", BINARY, new byte[] {0});
    assertError("Required field Process is not set", COMPACT, new byte[] {0});
    // A process without service name.
    assertError(
        "*jaeger.Process error reading struct: Required field ServiceName is not set",
        BINARY,
        Decoded.hex("0c00010000"));
    // A process with one, and one span that has only its first id.
    assertError(
        "*jaeger.Span error reading struct: Required field TraceIdHigh is not set",
        BINARY,
        Decoded.hex("0c00010b000100000000000f00020c000000010a0001000000000000000100"));
  }

  @Test
  void ignoresWhatStandsBehindTheStruct() throws Exception {
    byte[] batch = RandomThrift.binary(new Batch(new Process("svc"), List.of()));
    assertEquals(0, Decoded.decode(BINARY, Arrays.copyOf(batch, batch.length + 7)).size());
  }

  @Test
  void skipsFieldOfAnotherTypeThanDeclared() {
    // Field 1 is a string here, so it is not the process.
    assertError(
        "Required field Process is not set", BINARY, Decoded.hex("0b00010000000178" + "00"));
  }

  @Test
  void namesTypeOfTagThatNobodyKnows() throws Exception {
    // Process "s" with the tag "k" of type 9; no spans: read its process through one empty span.
    byte[] batch =
        Decoded.hex(
            "0c0001"
                + "0b00010000000173"
                + "0f00020c00000001"
                + "0b0001000000016b"
                + "08000200000009"
                + "00"
                + "00"
                + "0f00020c00000001"
                + span()
                + "00");
    KeyValue tag = Decoded.onlySpan(BINARY, batch).getProcess().getTags(0);
    assertEquals("k", tag.getKey());
    assertEquals("Unknown VType: 9", tag.getVStr());
  }

  @Test
  void readsProcessThatStandsBehindTheSpans() throws Exception {
    byte[] batch =
        Decoded.hex("0f00020c00000001" + span() + "0c0001" + "0b00010000000173" + "00" + "00");
    assertEquals("s", Decoded.onlySpan(BINARY, batch).getProcess().getServiceName());
  }

  @Test
  void keepsNegativeTimesAndDurations() throws Exception {
    Span span = new Span(1, 0, 2, 0, "op", 0, -1, -1_500_000);
    byte[] batch = RandomThrift.compact(new Batch(new Process("svc"), List.of(span)));
    var decoded = Decoded.onlySpan(COMPACT, batch);
    assertEquals(-1, decoded.getStartTime().getSeconds());
    assertEquals(999_999_000, decoded.getStartTime().getNanos());
    assertEquals(-1, decoded.getDuration().getSeconds());
    assertEquals(-500_000_000, decoded.getDuration().getNanos());
  }

  @Test
  void refusesSizesThatTheMessageCannotHold() {
    assertError("unexpected EOF", BINARY, Decoded.hex("0f00020c7fffffff"));
    assertError("negative size: -1", BINARY, Decoded.hex("0f00020cffffffff"));
    assertError("unexpected EOF", BINARY, Decoded.hex("0d00090b0b7fffffff"));
  }

  @Test
  void refusesStructsNestedTooDeep() {
    byte[] binary = new byte[3 * 100];
    for (int i = 0; i < binary.length; i += 3) {
      binary[i] = ThriftReader.STRUCT;
      binary[i + 2] = 9;
    }
    assertError("nested deeper than 64", BINARY, binary);
    byte[] lists = new byte[200];
    Arrays.fill(lists, (byte) 0x19);
    assertError("nested deeper than 64", COMPACT, concat(new byte[] {(byte) 0x99}, lists));
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** A span struct with nothing but what is required. */
  private static String span() {
    String zero = "0000000000000000";
    return "0a0001"
        + zero
        + "0a0002"
        + zero
        + "0a0003"
        + zero
        + "0a0004"
        + zero
        + "0b000500000000"
        + "08000700000000"
        + "0a0008"
        + zero
        + "0a0009"
        + zero
        + "00";
  }

  private static void assertError(String message, SpanFormat format, byte[] bytes) {
    DecodeException e = assertThrows(DecodeException.class, () -> Decoded.decode(format, bytes));
    assertEquals(message, e.getMessage());
  }
}
