package io.spoor.proto.zipkin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.proto.Decoded;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.Span;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract: zipkin.md §14 and §20, 1. */
class GoldenVectorTest {
  private static final String EXPECTED =
      """
      frontend []
      463ac35c9f6413ad48485a3953bb6124 5b4185666d50f68b get /api
      refs [CHILD_OF 463ac35c9f6413ad48485a3953bb6124 6b221d5bc9e6496c] flags 2
      1472470996199000 +207000
      [error=, http.path=/api, net.host.ip=127.0.0.1, net.host.port=8080:i, \
      peer.service=backend, net.peer.ip=2001:db8::c001, net.peer.port=49000:i, \
      span.kind=client, otel.status_code=ERROR, error=true:b]
      logs [1472470996238000 [event=foo]]
      """;

  @ParameterizedTest
  @EnumSource
  void givesTheSameSpanInEveryEncoding(ZipkinEncoding encoding) throws Exception {
    List<Span> spans = Posted.spans(encoding, GoldenVector.in(encoding));
    assertEquals(1, spans.size());
    assertEquals(EXPECTED, Posted.describe(spans.get(0)));
  }

  @Test
  void givesWhatJaegerGaveOfThriftFromDatagrams() throws Exception {
    ByteArrayOutputStream arguments = new ByteArrayOutputStream();
    arguments.writeBytes(Decoded.hex("0f0001"));
    arguments.writeBytes(GoldenVector.in(ZipkinEncoding.THRIFT));
    arguments.write(0);
    Span span = Decoded.onlySpan(SpanFormat.ZIPKIN_THRIFT_BINARY, arguments.toByteArray());
    assertEquals(
        """
        frontend [ip=2130706433:i]
        463ac35c9f6413ad48485a3953bb6124 5b4185666d50f68b get /api
        refs [CHILD_OF 463ac35c9f6413ad48485a3953bb6124 6b221d5bc9e6496c] flags 2
        1472470996199000 +207000
        [error=true:b, http.path=/api, peer.service=backend, peer.ipv4=3232260965:i, \
        peer.ipv6=20010db800000000000000000000c001:x, peer.port=49000:i, span.kind=client]
        logs [1472470996238000 [event=foo]]
        """,
        Posted.describe(span));
  }

  @Test
  void readsTheSmallestOnes() throws Exception {
    Span proto =
        Posted.spans(
                ZipkinEncoding.PROTO3, Decoded.hex("0a140a0800000000000000011a080000000000000002"))
            .get(0);
    assertEquals(
        """
        OTLPResourceNoServiceName []
        00000000000000000000000000000001 0000000000000002\s
        refs [] flags 0
        1750000000123000 +0
        [otel.zipkin.absentField.startTime=true:b]
        logs []
        """,
        Posted.describe(proto));
    Span thrift =
        Posted.spans(
                ZipkinEncoding.THRIFT,
                Decoded.hex("0c000000010a000100000000000000c20a0004000000000000000200"))
            .get(0);
    assertEquals(
        """
        unknown-service []
        000000000000000000000000000000c2 0000000000000002\s
        refs [] flags 0
        1750000000123000 +0
        [otel.zipkin.absentField.startTime=true:b]
        logs []
        """,
        Posted.describe(thrift));
  }
}
