package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.wire.DecodeException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Contract: zipkin.md §13, with what §18 decides where Jaeger loses or refuses data. The numbers
 * are the examples'; those that are told of Thrift are in {@link LegacyThriftTest}, too.
 */
class WorkedExamplesTest {
  private static final String WEB = "{\"serviceName\":\"web\",\"ipv4\":\"10.0.0.1\",\"port\":8080}";
  private static final String APP = "{\"serviceName\":\"app\"}";
  private static final String FULL =
      """
      [{"traceId":"7b","id":"2","parentId":"9","name":"n","timestamp":1700000000000000,
      "duration":50,KIND"localEndpoint":{"serviceName":"Foo","ipv4":"10.0.0.1","ipv6":"2001:db8::1","port":49000},
      "remoteEndpoint":{"serviceName":"Bar","ipv4":"192.168.99.101","ipv6":"2001:db8::2","port":65000},
      "annotations":[{"timestamp":1700000000000001,"value":"foo"}],
      "tags":{"http.path":"/a"},"debug":true,"shared":true}]
      """;
  private static final String FULL_START =
      """
      Foo []
      0000000000000000000000000000007b 0000000000000002 n
      refs [CHILD_OF 0000000000000000000000000000007b 0000000000000009] flags 2
      1700000000000000 +50
      [http.path=/a, net.host.ip=2001:db8::1, net.host.port=49000:i, peer.service=Bar, \
      net.peer.ip=2001:db8::2, net.peer.port=65000:i""";
  private static final String FULL_END = "]\nlogs [1700000000000001 [event=foo]]\n";

  @ParameterizedTest
  @CsvSource({"1,CLIENT,client", "2,PRODUCER,producer", "3,CONSUMER,consumer", "0,SERVER,server"})
  void fullSpanOfAKind(int example, String kind, String tag) throws Exception {
    Span span = v2(FULL.replace("KIND", "\"kind\":\"" + kind + "\","));
    assertEquals(FULL_START + ", span.kind=" + tag + FULL_END, Posted.describe(span), "" + example);
  }

  @Test
  void example4KeepsThePeerOfASpanWithoutKind() throws Exception {
    assertEquals(FULL_START + FULL_END, Posted.describe(v2(FULL.replace("KIND", ""))));
  }

  @Test
  void example5HasTheTimeOfReceiptWithoutStart() throws Exception {
    Span span =
        v2(
            "[{\"traceId\":\"1\",\"id\":\"2\",\"name\":\"n\",\"localEndpoint\":{\"serviceName\":\"a\","
                + "\"ipv4\":\"1.2.3.4\",\"port\":80}}]");
    assertEquals(
        "[net.host.ip=1.2.3.4, net.host.port=80:i, otel.zipkin.absentField.startTime=true:b]",
        Posted.tags(span.getTagsList()));
    assertEquals("1750000000123000 +0", Posted.times(span));
  }

  @Test
  void example6NamesNoService() throws Exception {
    assertEquals("OTLPResourceNoServiceName", v2(span("")).getProcess().getServiceName());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "7; \"error\":\"boom\"; [error=boom, otel.status_code=ERROR, error=true:b]",
        "8; \"error\":\"true\"; [otel.status_code=ERROR, error=true:b]",
        "8; \"error\":true; [otel.status_code=ERROR, error=true:b]",
        "9; \"error\":\"false\"; [error=false:b]",
        "10; \"otel.status_code\":\"OK\"; [otel.status_code=OK]",
        "0; \"otel.status_code\":\"STATUS_CODE_ERROR\",\"otel.status_description\":\"d\";"
            + " [otel.status_code=ERROR, error=true:b, otel.status_description=d]",
        "0; \"otel.status_description\":\"d\"; [otel.status_description=d]",
        "0; \"otel.status_code\":\"odd\"; []",
        "0; \"span.kind\":\"internal\",\"a\":\"b\"; [a=b, span.kind=internal]",
        "0; \"otel.library.name\":\"l\",\"a\":\"b\",\"otel.scope.name\":\"l\";"
            + " [otel.scope.name=l, a=b]",
        "0; \"w3c.tracestate\":\"s\",\"a\":\"b\",\"a\":\"c\"; [a=c, w3c.tracestate=s]",
        "0; \"peer.service\":\"mine\",\"net.peer.ip\":\"x\"; [peer.service=mine, net.peer.ip=x]"
      })
  void tagsThatBecomeOthers(int example, String tags, String expected) throws Exception {
    Span span = v2(span(",\"tags\":{" + tags + "}"));
    assertEquals(expected, Posted.tags(span.getTagsList()), "" + example);
  }

  @Test
  void example11MovesWhatDescribesTheProcessThere() throws Exception {
    String tags =
        ",\"tags\":{\"host.name\":\"h\",\"process.pid\":\"5\",\"x\":\"y\",\"host.ip\":\"i\"}";
    Span span = v2(span(tags + ",\"localEndpoint\":{\"serviceName\":\"a\"}"));
    assertEquals("a", span.getProcess().getServiceName());
    assertEquals("[host.name=h, process.pid=5]", Posted.tags(span.getProcess().getTagsList()));
    assertEquals("[x=y, host.ip=i]", Posted.tags(span.getTagsList()));
  }

  @Test
  void serviceNameCanBeATag() throws Exception {
    Span named =
        v2(
            span(
                ",\"tags\":{\"service.name\":\"other\"},\"localEndpoint\":{\"serviceName\":\"a\"}"));
    assertEquals("other", named.getProcess().getServiceName());
    Span source =
        v2(
            span(
                ",\"tags\":{\"otlp.service.name.source\":\"k8s.pod.name\"},\"localEndpoint\":"
                    + "{\"serviceName\":\"a\"}"));
    assertEquals("empty-service-name", source.getProcess().getServiceName());
    assertEquals("[k8s.pod.name=a]", Posted.tags(source.getProcess().getTagsList()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "12; a|b; [event=a|b]",
        "13; ev|{\\\"a\\\":1}|0; [event=ev, a=1:i]",
        "13; ev|{\\\"a\\\":-1.5,\\\"b\\\":true,\\\"c\\\":\\\"x|y\\\",\\\"d\\\":7e1}|12;"
            + " [event=ev, a=-1.5:d, b=true:b, c=x|y, d=70.0:d]",
        "14; a|b|c; [event=a|b|c]",
        "14; a|{\\\"a\\\":null}|0; [event=a|{\"a\":null}|0]",
        "14; a|{\\\"a\\\":{}}|0; [event=a|{\"a\":{}}|0]",
        "25; {\\\"event\\\":\\\"x\\\",\\\"k\\\":\\\"v\\\"}; [event=x, k=v]",
        "25; {\\\"k\\\":1}; [event={\"k\":1}]"
      })
  void annotations(int example, String text, String expected) throws Exception {
    Span span =
        v2(span(",\"annotations\":[{\"timestamp\":1700000000000001,\"value\":\"" + text + "\"}]"));
    assertEquals(expected, Posted.tags(span.getLogs(0).getFieldsList()), "" + example);
  }

  @Test
  void linksBecomeReferences() throws Exception {
    String link = "463ac35c9f6413ad48485a3953bb6124|5b4185666d50f68b|state|{}|0";
    Span span = v2(span(",\"tags\":{\"otlp.link.0\":\"" + link + "\",\"otlp.link.1\":\"bad\"}"));
    assertEquals("FOLLOWS_FROM", span.getReferences(0).getRefType().name());
    assertEquals("[otlp.link.1=bad]", Posted.tags(span.getTagsList()));
  }

  @Test
  void example15KeepsTheStatusOfHttpAsATag() throws Exception {
    Span span =
        v1(
            "\"timestamp\":1700000000000000,\"duration\":50,\"annotations\":["
                + at(0, "cs", WEB)
                + ","
                + at(50, "cr", WEB)
                + ","
                + at(9, "foo", WEB)
                + "],\"binaryAnnotations\":[{\"key\":\"http.status_code\",\"value\":\"500\"}]");
    assertEquals("web", span.getProcess().getServiceName());
    assertEquals(
        "[http.status_code=500, net.host.ip=10.0.0.1, net.host.port=8080:i, span.kind=client]",
        Posted.tags(span.getTagsList()));
    assertEquals(1, span.getLogsCount());
  }

  @Test
  void example16NeverNamesTheServiceByAnAddress() throws Exception {
    Span span =
        v1(
            "\"binaryAnnotations\":[{\"key\":\"sa\",\"value\":true,\"endpoint\":{\"serviceName\":\"db\","
                + "\"ipv4\":\"1.1.1.1\",\"port\":3306}}]");
    assertEquals("unknown-service", span.getProcess().getServiceName());
    assertEquals(
        "[peer.service=db, net.peer.ip=1.1.1.1, net.peer.port=3306:i,"
            + " otel.zipkin.absentField.startTime=true:b]",
        Posted.tags(span.getTagsList()));
  }

  @Test
  void example17IsTwoSpansOfTheirOwnServices() throws Exception {
    assertEquals(
        """
        web []
        00000000000000000000000000000001 0000000000000002 n
        refs [] flags 0
        1700000000000000 +50
        [net.host.ip=10.0.0.1, net.host.port=8080:i, span.kind=client]
        logs []
        app []
        00000000000000000000000000000001 0000000000000002 n
        refs [] flags 0
        1700000000000010 +30
        [span.kind=server]
        logs []
        """,
        describeV1(
            "\"timestamp\":1700000000000000,\"duration\":50,\"annotations\":["
                + at(0, "cs", WEB)
                + ","
                + at(10, "sr", APP)
                + ","
                + at(40, "ss", APP)
                + ","
                + at(50, "cr", WEB)
                + "]"));
  }

  @Test
  void twoSidesOfOneServiceAreTwoSpansAndTheServerKnowsItsCaller() throws Exception {
    assertEquals(
        """
        web []
        00000000000000000000000000000001 0000000000000002 n
        refs [] flags 0
        1700000000000000 +50
        [net.host.ip=10.0.0.1, net.host.port=8080:i, span.kind=client]
        logs []
        web []
        00000000000000000000000000000001 0000000000000002 n
        refs [] flags 0
        1700000000000010 +0
        [net.host.ip=10.0.0.1, net.host.port=8080:i, peer.service=app, span.kind=server]
        logs []
        """,
        describeV1(
            "\"annotations\":["
                + at(0, "cs", WEB)
                + ","
                + at(10, "sr", WEB)
                + ","
                + at(50, "cr", WEB)
                + "],\"binaryAnnotations\":[{\"key\":\"ca\",\"value\":true,\"endpoint\":"
                + APP
                + "}]"));
  }

  @Test
  void example18TakesTheTimesOfASharedServer() throws Exception {
    Span span = v1("\"annotations\":[" + at(10, "sr", APP) + "," + at(40, "ss", APP) + "]");
    assertEquals("[span.kind=server]", Posted.tags(span.getTagsList()));
    assertEquals("1700000000000010 +30", Posted.times(span));
  }

  @Test
  void example19TakesTheDurationOfThePair() throws Exception {
    Span span =
        v1(
            "\"timestamp\":1700000000000000,\"annotations\":["
                + at(0, "cs", WEB)
                + ","
                + at(50, "cr", WEB)
                + "]");
    assertEquals("1700000000000000 +50", Posted.times(span));
  }

  @Test
  void example20TellsOfANegativeDuration() throws Exception {
    Span span = v1("\"timestamp\":1700000000000000,\"duration\":-7");
    assertEquals("1700000000000000 +1", Posted.times(span));
    assertEquals("[errNegativeDuration=-7]", Posted.tags(span.getTagsList()));
    assertEquals(
        "[errNegativeDuration=-7]", Posted.tags(v2(span(",\"duration\":-7")).getTagsList()));
  }

  @Test
  void example21And27And28() throws Exception {
    Span span = v1("\"parentId\":\"0000000000000000\"");
    assertEquals(0, span.getReferencesCount());
    assertEquals("unknown-service", span.getProcess().getServiceName());
    assertEquals("[otel.zipkin.absentField.startTime=true:b]", Posted.tags(span.getTagsList()));
    String wide = span("").replace("\"traceId\":\"1\"", "\"traceId\":\"7700000000000000A1\"");
    assertEquals(
        "000000000000007700000000000000a1",
        java.util.HexFormat.of().formatHex(v2(wide).getTraceId().toByteArray()));
  }

  @Test
  void example23And24() throws Exception {
    Span component =
        v1("\"binaryAnnotations\":[{\"key\":\"lc\",\"value\":\"comp\",\"endpoint\":" + WEB + "}]");
    assertEquals("web", component.getProcess().getServiceName());
    assertEquals("component", component.getTags(0).getKey());
    Span producer =
        v1(
            "\"annotations\":["
                + at(0, "ms", WEB)
                + "],\"binaryAnnotations\":[{\"key\":\"ma\",\"value\":true,\"endpoint\":"
                + "{\"serviceName\":\"kafka\"}}]");
    assertEquals(
        "[net.host.ip=10.0.0.1, net.host.port=8080:i, peer.service=kafka, span.kind=producer]",
        Posted.tags(producer.getTagsList()));
  }

  private static String at(int micros, String value, String endpoint) {
    return "{\"timestamp\":"
        + (1_700_000_000_000_000L + micros)
        + ",\"value\":\""
        + value
        + "\",\"endpoint\":"
        + endpoint
        + "}";
  }

  private static String span(String members) {
    return "[{\"traceId\":\"1\",\"id\":\"2\",\"timestamp\":1700000000000000" + members + "}]";
  }

  private static Span v2(String json) throws DecodeException {
    return Posted.only(ZipkinEncoding.JSON_V2, json);
  }

  private static Span v1(String members) throws DecodeException {
    return Posted.only(
        ZipkinEncoding.JSON_V1,
        "[{\"traceId\":\"1\",\"id\":\"2\",\"name\":\"n\"," + members + "}]");
  }

  private static String describeV1(String members) throws DecodeException {
    String json = "[{\"traceId\":\"1\",\"id\":\"2\",\"name\":\"n\"," + members + "}]";
    List<Span> spans = Posted.spans(ZipkinEncoding.JSON_V1, json.getBytes(UTF_8));
    return spans.stream().map(Posted::describe).collect(Collectors.joining());
  }
}
