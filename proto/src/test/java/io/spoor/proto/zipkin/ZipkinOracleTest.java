package io.spoor.proto.zipkin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.proto.Seeded;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Span;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import zipkin2.codec.SpanBytesDecoder;
import zipkin2.codec.SpanBytesEncoder;

/** Against Zipkin's own codecs: what they write of one span is one span to us. */
class ZipkinOracleTest {

  @Test
  void readsTheSameOfEveryEncodingOfVersion2() throws Exception {
    Seeded seeded = Seeded.named("ZipkinOracleTest, version 2");
    for (int i = 0; i < Seeded.cases(1_000); i++) {
      List<zipkin2.Span> spans = new RandomZipkin2(seeded.random(i)).spans();
      List<Span> json =
          sorted(Posted.spans(ZipkinEncoding.JSON_V2, SpanBytesEncoder.JSON_V2.encodeList(spans)));
      List<Span> proto =
          sorted(Posted.spans(ZipkinEncoding.PROTO3, SpanBytesEncoder.PROTO3.encodeList(spans)));
      assertEquals(json, proto, seeded.describe(i));
    }
  }

  @Test
  void splitsVersion1AsZipkinDoes() throws Exception {
    Seeded seeded = Seeded.named("ZipkinOracleTest, version 1");
    for (int i = 0; i < Seeded.cases(1_000); i++) {
      List<zipkin2.Span> spans = new RandomZipkin2(seeded.random(i)).spans();
      byte[] json = SpanBytesEncoder.JSON_V1.encodeList(spans);
      byte[] thrift = SpanBytesEncoder.THRIFT.encodeList(spans);
      assertSplit(
          SpanBytesDecoder.JSON_V1.decodeList(json),
          Posted.spans(ZipkinEncoding.JSON_V1, json),
          seeded.describe(i));
      assertSplit(
          SpanBytesDecoder.THRIFT.decodeList(thrift),
          Posted.spans(ZipkinEncoding.THRIFT, thrift),
          seeded.describe(i));
    }
  }

  @Test
  void splitsSpansOfManySidesAsZipkinDoes() throws Exception {
    Seeded seeded = Seeded.named("ZipkinOracleTest, many sides");
    for (int i = 0; i < Seeded.cases(3_000); i++) {
      byte[] json = new RandomV1(seeded.random(i)).json();
      assertSplit(
          SpanBytesDecoder.JSON_V1.decodeList(json),
          Posted.spans(ZipkinEncoding.JSON_V1, json),
          seeded.describe(i) + ": " + new String(json, java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  /** Ours must be what we make of Zipkin's version 2, whose sides come in another order. */
  private static void assertSplit(List<zipkin2.Span> theirs, List<Span> ours, String what)
      throws Exception {
    byte[] version2 = SpanBytesEncoder.JSON_V2.encodeList(theirs);
    assertEquals(describe(Posted.spans(ZipkinEncoding.JSON_V2, version2)), describe(ours), what);
  }

  private static String describe(List<Span> spans) {
    return sorted(spans).stream()
        .map(span -> Posted.describe(span).replace("OTLPResourceNoServiceName", "unknown-service"))
        .sorted()
        .collect(Collectors.joining());
  }

  /** Zipkin sorts tags and annotations; we keep the order. */
  private static List<Span> sorted(List<Span> spans) {
    return spans.stream().map(ZipkinOracleTest::sorted).toList();
  }

  private static Span sorted(Span span) {
    List<KeyValue> tags =
        span.getTagsList().stream()
            .sorted(Comparator.comparing((KeyValue tag) -> tag.getKey()).thenComparing(Posted::tag))
            .toList();
    return span.toBuilder()
        .clearTags()
        .addAllTags(tags)
        .clearLogs()
        .addAllLogs(
            span.getLogsList().stream()
                .sorted(
                    Comparator.comparing(
                            (io.spoor.proto.jaeger.v2.Log log) ->
                                log.getTimestamp().getSeconds() * 1_000_000_000
                                    + log.getTimestamp().getNanos())
                        .thenComparing(log -> Posted.tags(log.getFieldsList())))
                .distinct()
                .toList())
        .build();
  }
}
