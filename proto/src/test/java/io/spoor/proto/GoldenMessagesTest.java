package io.spoor.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.TextFormat;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.Span;
import org.junit.jupiter.api.Test;

/** The messages that the contract gives byte for byte: all of them are the same span. */
class GoldenMessagesTest {
  private static final String SPAN =
      """
      trace_id: "\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\001"
      span_id: "\\000\\000\\000\\000\\000\\000\\000\\002"
      operation_name: "op"
      flags: 1
      start_time { seconds: 1700000000 }
      duration { nanos: 1500000 }
      tags { key: "k" v_str: "v" }
      process { service_name: "svc" }
      """;
  private static final String PROTO =
      "0a410a380a1000000000000000000000000000000001120800000000000000021a026f70280132060880e2cfaa"
          + "063a0410e0c65b42060a016b1a017612050a03737663";
  private static final String BINARY =
      "0c00010b000100000003737663000f00020c000000010a000100000000000000010a000200000000000000000a"
          + "000300000000000000020a000400000000000000000b0005000000026f70080007000000010a0008000"
          + "60a24181e40000a000900000000000005dc0f000a0c000000010b0001000000016b0800020000000"
          + "00b00030000000176000000";

  // The datagram of the contract without its envelope and the arguments' struct around the batch.
  private static final String COMPACT =
      "1c180373766300191c160216001604160018026f702502168080f2818389850616b817191c18016b1500180176"
          + "000000";

  @Test
  void readsThePostSpansRequestOfTheContract() throws Exception {
    assertEquals(expected(), Decoded.onlySpan(SpanFormat.JAEGER_PROTO, Decoded.hex(PROTO)));
  }

  @Test
  void readsTheBinaryBatchOfTheContract() throws Exception {
    assertEquals(
        expected(), Decoded.onlySpan(SpanFormat.JAEGER_THRIFT_BINARY, Decoded.hex(BINARY)));
  }

  @Test
  void readsTheCompactBatchOfTheContract() throws Exception {
    assertEquals(
        expected(), Decoded.onlySpan(SpanFormat.JAEGER_THRIFT_COMPACT, Decoded.hex(COMPACT)));
  }

  private static Span expected() throws TextFormat.ParseException {
    return TextFormat.parse(SPAN, Span.class);
  }
}
