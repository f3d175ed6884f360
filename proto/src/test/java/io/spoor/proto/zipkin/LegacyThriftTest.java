package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.twitter.zipkin.thriftjava.Annotation;
import com.twitter.zipkin.thriftjava.AnnotationType;
import com.twitter.zipkin.thriftjava.BinaryAnnotation;
import com.twitter.zipkin.thriftjava.Endpoint;
import com.twitter.zipkin.thriftjava.Span;
import io.jaegertracing.agent.thrift.Agent.emitZipkinBatch_args;
import io.spoor.proto.Decoded;
import io.spoor.proto.codec.SpanFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Contract: collector.md §6.5 and the columns "N result" of zipkin.md §13. */
class LegacyThriftTest {
  private static final long T = 1_700_000_000_000_000L;
  private static final Endpoint WEB = new Endpoint(0x0a000001, (short) 8080, "web");
  private static final Endpoint APP = new Endpoint(0, (short) 0, "app");

  @Test
  void example15() throws Exception {
    Span span = span(at(0, "cs", WEB), at(50, "cr", WEB), at(9, "foo", WEB));
    span.setTimestamp(T).setDuration(50);
    span.addToBinary_annotations(text("http.status_code", "500"));
    assertEquals(
        """
        web [ip=167772161:i]
        00000000000000000000000000000001 0000000000000002 n
        refs [] flags 0
        1700000000000000 +50
        [http.status_code=500, span.kind=client]
        logs [1700000000000009 [event=foo]]
        """,
        describe(span));
  }

  @Test
  void example16() throws Exception {
    Span span = span();
    Endpoint db = new Endpoint(0x01010101, (short) 3306, "db");
    span.addToBinary_annotations(tag("sa", AnnotationType.BOOL, 1).setHost(db));
    assertEquals(
        """
        db [ip=16843009:i]
        00000000000000000000000000000001 0000000000000002 n
        refs [] flags 0
        0 +1
        [peer.service=db, peer.ipv4=16843009:i, peer.port=3306:i]
        logs []
        """,
        describe(span));
  }

  @Test
  void example17() throws Exception {
    Span span = span(at(0, "cs", WEB), at(10, "sr", APP), at(40, "ss", APP), at(50, "cr", WEB));
    span.setTimestamp(T).setDuration(50).setParent_id(9);
    assertEquals(
        """
        web [ip=167772161:i]
        00000000000000000000000000000001 0000000000000002 n
        refs [CHILD_OF 00000000000000000000000000000001 0000000000000009] flags 0
        1700000000000000 +50
        [span.kind=client]
        logs []
        web [ip=167772161:i]
        00000000000000000000000000000001 0000000000000002 n
        refs [CHILD_OF 00000000000000000000000000000001 0000000000000009] flags 0
        1700000000000010 +30
        [span.kind=server]
        logs []
        """,
        describe(span));
  }

  @Test
  void examples18And19() throws Exception {
    assertEquals("1700000000000010 +30", times(span(at(10, "sr", APP), at(40, "ss", APP))));
    assertEquals(
        "1700000000000000 +50", times(span(at(0, "cs", WEB), at(50, "cr", WEB)).setTimestamp(T)));
    // Of any two annotations, where there is no pair.
    assertEquals("1700000000000003 +4", times(span(at(3, "a", APP), at(7, "b", APP))));
    assertEquals("0 +1", times(span(at(7, "a", APP), at(3, "b", APP))));
    assertEquals("1700000000000007 +1", times(span(at(7, "sr", APP)).setParent_id(1)));
    // A start that was sent as 0 is looked for, but the duration stays.
    assertEquals(
        "1700000000000003 +1", times(span(at(3, "sr", APP), at(3, "ss", APP)).setTimestamp(0)));
  }

  @Test
  void examples20And21And28() throws Exception {
    Span span = span().setDuration(-7).setParent_id(0).setTimestamp(T).setTrace_id_high(0x77);
    span.setDebug(true);
    assertEquals(
        """
        unknown-service-name []
        00000000000000770000000000000001 0000000000000002 n
        refs [] flags 2
        1700000000000000 +1
        [errNegativeDuration=-7, errZeroParentID=0]
        logs []
        """,
        describe(span));
  }

  @Test
  void example22() throws Exception {
    Span span = span();
    span.addToBinary_annotations(tag("a", AnnotationType.BOOL, 1));
    span.addToBinary_annotations(tag("b", AnnotationType.BYTES, 0xde, 0xad));
    span.addToBinary_annotations(tag("c", AnnotationType.I16, 0xff, 0xfe));
    span.addToBinary_annotations(tag("d", AnnotationType.I32, 0, 0, 0, 7));
    span.addToBinary_annotations(
        tag("e", AnnotationType.I64, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
    span.addToBinary_annotations(tag("f", AnnotationType.DOUBLE, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0));
    span.addToBinary_annotations(text("g", "str"));
    span.addToBinary_annotations(tag("h", AnnotationType.I32, 1));
    span.addToBinary_annotations(tag("i", AnnotationType.I32));
    span.addToBinary_annotations(tag("j", AnnotationType.BOOL, 2));
    assertEquals(
        "[a=true:b, b=dead:x, c=-2:i, d=7:i, e=-1:i, f=1.5:d, g=str,"
            + " h=Cannot parse Zipkin value AQ==: unexpected EOF,"
            + " i=Cannot parse Zipkin value : EOF, j=false:b]",
        Posted.tags(spans(span).get(0).getTagsList()));
  }

  @Test
  void example23() throws Exception {
    Span span = span();
    span.addToBinary_annotations(text("lc", "comp").setHost(WEB));
    span.addToBinary_annotations(text("x", "y").setHost(APP));
    assertEquals("web", spans(span).get(0).getProcess().getServiceName());
    assertEquals("[component=comp, x=y]", Posted.tags(spans(span).get(0).getTagsList()));
  }

  @Test
  void examples24And25() throws Exception {
    Span span = span(at(0, "ms", WEB), at(1, "{\"event\":\"x\",\"k\":\"v\"}", APP));
    Endpoint kafka = new Endpoint(0, (short) 0, "kafka");
    span.addToBinary_annotations(tag("ma", AnnotationType.BOOL, 1).setHost(kafka));
    span.addToBinary_annotations(tag("ca", AnnotationType.BOOL, 1));
    assertEquals(
        """
        web [ip=167772161:i]
        00000000000000000000000000000001 0000000000000002 n
        refs [] flags 0
        1700000000000000 +1
        [peer.service=kafka]
        logs [1700000000000000 [event=ms], 1700000000000001 [event=x, k=v]]
        """,
        describe(span));
  }

  @Test
  void example26() throws Exception {
    Span span = span(at(0, "cs", new Endpoint(0xc0a86365, (short) 1, "s")));
    span.addToBinary_annotations(text("jaegerClient", "Go-1"));
    span.addToBinary_annotations(text("jaeger.hostname", "h"));
    assertEquals(
        "[hostname=h, ip=-1062706331:i, jaeger.version=Go-1]",
        Posted.tags(spans(span).get(0).getProcess().getTagsList()));
    assertEquals("[span.kind=client]", Posted.tags(spans(span).get(0).getTagsList()));
  }

  @Test
  void errorsAreTruthValues() throws Exception {
    Span span = span();
    span.addToBinary_annotations(text("error", "boom"));
    span.addToBinary_annotations(text("ERROR", "False"));
    span.addToBinary_annotations(text("Error", ""));
    span.addToBinary_annotations(text("z", "z"));
    assertEquals(
        "[error=true:b, ERROR=false:b, Error=true:b, z=z, error.message=boom]",
        Posted.tags(spans(span).get(0).getTagsList()));
  }

  @Test
  void emptyArgumentsAreNoSpans() throws Exception {
    assertEquals(0, Decoded.decode(SpanFormat.ZIPKIN_THRIFT_BINARY, new byte[] {0, 1, 2}).size());
    assertEquals(0, Decoded.decode(SpanFormat.ZIPKIN_THRIFT_COMPACT, new byte[] {0}).size());
  }

  private static Span span(Annotation... annotations) {
    return new Span(1, "n", 2, new ArrayList<>(List.of(annotations)), new ArrayList<>());
  }

  private static Annotation at(int micros, String value, Endpoint host) {
    return new Annotation(T + micros, value).setHost(host);
  }

  private static BinaryAnnotation text(String key, String value) {
    return new BinaryAnnotation(key, ByteBuffer.wrap(value.getBytes(UTF_8)), AnnotationType.STRING);
  }

  private static BinaryAnnotation tag(String key, AnnotationType type, int... octets) {
    byte[] value = new byte[octets.length];
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) octets[i];
    }
    return new BinaryAnnotation(key, ByteBuffer.wrap(value), type);
  }

  /** What both protocols give, which is the same. */
  private static List<io.spoor.proto.jaeger.v2.Span> spans(Span span) throws Exception {
    emitZipkinBatch_args arguments = new emitZipkinBatch_args(List.of(span));
    var binary = Decoded.spans(SpanFormat.ZIPKIN_THRIFT_BINARY, RandomZipkin.binary(arguments));
    var compact = Decoded.spans(SpanFormat.ZIPKIN_THRIFT_COMPACT, RandomZipkin.compact(arguments));
    assertEquals(binary, compact);
    return binary;
  }

  private static String describe(Span span) throws Exception {
    return spans(span).stream().map(Posted::describe).collect(Collectors.joining());
  }

  private static String times(Span span) throws Exception {
    return describe(span).split("\n", -1)[3];
  }
}
