package io.spoor.collector.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.collector.Transport;
import io.spoor.collector.journal.Delivery;
import io.spoor.collector.receiver.CorsOptions;
import io.spoor.collector.receiver.ReceiverPort;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import zipkin2.Endpoint;
import zipkin2.codec.SpanBytesEncoder;

/** Contract: zipkin.md §18, A1 to A7, and the acceptance list of §20, over a real socket. */
class ZipkinReceiverTest {
  private static final String V1 = "/api/v1/spans";
  private static final String V2 = "/api/v2/spans";
  private static final String JSON = "application/json";
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String THRIFT = "application/x-thrift";
  private static final String ONE_SPAN = "[{\"traceId\":\"1\",\"id\":\"2\"}]";

  private static ReceiverPort door;

  @BeforeAll
  static void open() throws Exception {
    door =
        ReceiverPort.open(
            (door, listen) ->
                new ZipkinReceiver(
                    door.intake(), door.metrics("zipkin"), CorsOptions.NONE, listen));
  }

  @AfterAll
  static void close() {
    door.close();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    assertEquals(List.of(), door.deliveries());
    assertEquals(0, door.intake().inFlightBytes());
  }

  /** What writes the golden span (contract: zipkin.md §14) as the contract has it. */
  enum Encoding {
    JSON_V1(V1, JSON, SpanBytesEncoder.JSON_V1, "[]"),
    THRIFT_LIST(V1, THRIFT, SpanBytesEncoder.THRIFT, "\u000c\0\0\0\0"),
    JSON_V2(V2, JSON, SpanBytesEncoder.JSON_V2, "[]"),
    PROTO3(V2, PROTOBUF, SpanBytesEncoder.PROTO3, "");

    private final String path;
    private final String type;
    private final SpanBytesEncoder encoder;
    private final String empty;

    Encoding(String path, String type, SpanBytesEncoder encoder, String empty) {
      this.path = path;
      this.type = type;
      this.encoder = encoder;
      this.empty = empty;
    }

    byte[] golden() {
      zipkin2.Span span =
          zipkin2.Span.newBuilder()
              .traceId("463ac35c9f6413ad48485a3953bb6124")
              .parentId("6b221d5bc9e6496c")
              .id("5b4185666d50f68b")
              .kind(zipkin2.Span.Kind.CLIENT)
              .name("get /api")
              .timestamp(1472470996199000L)
              .duration(207000)
              .localEndpoint(endpoint("frontend", "127.0.0.1", 8080).build())
              .remoteEndpoint(
                  endpoint("backend", "192.168.99.101", 49000).ip("2001:db8::c001").build())
              .addAnnotation(1472470996238000L, "foo")
              .putTag("error", "")
              .putTag("http.path", "/api")
              .debug(true)
              .build();
      return encoder.encodeList(List.of(span));
    }

    private static Endpoint.Builder endpoint(String service, String ip, int port) {
      return Endpoint.newBuilder().serviceName(service).ip(ip).port(port);
    }
  }

  @ParameterizedTest
  @EnumSource
  void goldenSpanIsTheSameInEveryEncoding(Encoding encoding) throws Exception {
    assertAccepted(post(Encoding.JSON_V2.path, JSON, Encoding.JSON_V2.golden()));
    Span expected = door.spans().get(0);
    assertEquals("frontend", expected.getProcess().getServiceName());
    assertEquals(10, expected.getTagsCount());
    assertAccepted(post(encoding.path, encoding.type, encoding.golden()));
    assertEquals(List.of(expected), door.spans());
    assertAccepted(
        door.send(
            request(encoding.path, encoding.type, ReceiverPort.gzip(encoding.golden()))
                .header("Content-Encoding", "gzip")));
    assertEquals(List.of(expected), door.spans());
  }

  @Test
  void journalsTheModelWithoutTransport() throws Exception {
    assertAccepted(post(V2, JSON, ONE_SPAN));
    Delivery delivery = door.deliveries().get(0);
    assertEquals(SpanFormat.MODEL, delivery.received().format());
    assertEquals(Transport.UNKNOWN, delivery.received().transport());
    assertEquals(1, delivery.received().spans());
  }

  @ParameterizedTest
  @EnumSource
  void emptyListIsAccepted(Encoding encoding) throws Exception {
    for (byte[] body : List.of(encoding.empty.getBytes(UTF_8), new byte[0])) {
      assertAccepted(post(encoding.path, encoding.type, body));
      assertAccepted(
          door.send(
              request(encoding.path, encoding.type, ReceiverPort.gzip(body))
                  .header("Content-Encoding", "gzip")));
      assertAccepted(
          door.send(
              request(encoding.path, encoding.type, new byte[0])
                  .header("Content-Encoding", "gzip")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json; charset=utf-8", "text/plain", "APPLICATION/JSON", "odd", ";"})
  void whatIsNotBinaryIsJson(String type) throws Exception {
    assertAccepted(post(V1, type, ONE_SPAN));
    assertAccepted(post(V2 + "/", type, ONE_SPAN));
    assertEquals(2, door.spans().size());
  }

  @Test
  void binaryTypesMayHaveParametersAndAnyCase() throws Exception {
    assertAccepted(post(V2, " Application/X-Protobuf ;a=b", Encoding.PROTO3.golden()));
    assertAccepted(
        post(V1 + "/", "application/x-Thrift; charset=utf-8", Encoding.THRIFT_LIST.golden()));
    assertAccepted(
        door.send(door.request(V2).POST(BodyPublishers.ofString("\ufeff \n" + ONE_SPAN))));
    assertEquals(3, door.spans().size());
  }

  @Test
  void binaryOfTheOtherVersionIsRefusedAsJson() throws Exception {
    assertEquals(400, post(V1, PROTOBUF, Encoding.PROTO3.golden()).statusCode());
    assertEquals(400, post(V2, THRIFT, Encoding.THRIFT_LIST.golden()).statusCode());
  }

  @ParameterizedTest
  @CsvSource({"gzip", "GZIP", "x-gzip", "deflate", "zlib", "identity", "Identity"})
  void inflates(String name) throws Exception {
    byte[] json = ONE_SPAN.getBytes(UTF_8);
    byte[] body =
        name.endsWith("p") || name.endsWith("P")
            ? ReceiverPort.gzip(json)
            : name.endsWith("y") ? json : deflate(json);
    assertAccepted(door.send(request(V2, JSON, body).header("Content-Encoding", name)));
    assertEquals(1, door.spans().size());
  }

  @ParameterizedTest
  @CsvSource({
    "br,unsupported Content-Encoding: br",
    "gzip,gzip: Not in GZIP format",
    "zlib,zlib: incorrect header check"
  })
  void compressionThatIsNoneIsRefused(String name, String text) throws Exception {
    HttpResponse<String> answer =
        door.send(request(V2, JSON, ONE_SPAN.getBytes(UTF_8)).header("Content-Encoding", name));
    assertRefused(text, answer);
    assertEquals(400, post(V2, JSON, ReceiverPort.gzip(ONE_SPAN.getBytes(UTF_8))).statusCode());
  }

  @Test
  void oneBadSpanRefusesAllAndSaysWhich() throws Exception {
    double before = door.requests("malformed");
    assertRefused(
        "span 1, traceId: not a hexadecimal number",
        post(V2, JSON, "[{\"traceId\":\"1\",\"id\":\"2\"},{\"traceId\":\"x\",\"id\":\"2\"}]"));
    assertRefused(
        "span 0, annotations: '1' instead of an object",
        post(V1, JSON, "[{\"traceId\":\"1\",\"id\":\"2\",\"annotations\":[1]}]"));
    assertRefused(
        "span 0, trace_id: more than 16 bytes",
        post(V2, PROTOBUF, HexFormat.of().parseHex("0a130a11" + "01".repeat(17))));
    assertRefused(
        "span 0: id is missing or zero",
        post(V1, THRIFT, HexFormat.of().parseHex("0c000000010a0001000000000000000100")));
    assertEquals(before + 4, door.requests("malformed"));
  }

  @Test
  void bombIsRefusedAndNotHeld() throws Exception {
    double before = door.requests("too_large");
    byte[] body = ReceiverPort.gzip(new byte[21 << 20]);
    HttpResponse<String> answer =
        door.send(request(V2, JSON, body).header("Content-Encoding", "gzip"));
    assertEquals(400, answer.statusCode());
    assertEquals("body of " + body.length + " bytes inflates more than 100 times\n", answer.body());
    assertEquals(before + 1, door.requests("too_large"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void largeBodyIsTaken(boolean isCompressed) throws Exception {
    StringBuilder json = new StringBuilder("[");
    for (int i = 1; i <= 20_000; i++) {
      json.append(i == 1 ? "" : ",").append("{\"traceId\":\"1\",\"id\":\"").append(i);
      json.append("\",\"timestamp\":").append(1_700_000_000_000_000L + i).append("}");
    }
    byte[] body = json.append("]").toString().replace("\"id\":\"", "\"id\":\"a").getBytes(UTF_8);
    HttpRequest.Builder request = request(V2, JSON, isCompressed ? ReceiverPort.gzip(body) : body);
    if (isCompressed) {
      request.header("Content-Encoding", "gzip");
    }
    assertAccepted(door.send(request.expectContinue(true)));
    assertEquals(20_000, door.spans().size());
  }

  @Test
  void servesPostsOfSpansOnly() throws Exception {
    for (String path :
        List.of("/", "/api/v2/span", "/api/v2/spans//", "/api/v3/spans", "/health")) {
      assertEquals(404, post(path, JSON, ONE_SPAN).statusCode(), path);
    }
    for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS")) {
      HttpResponse<String> answer =
          door.send(door.request(V2).method(method, BodyPublishers.noBody()));
      assertEquals(405, answer.statusCode(), method);
      assertEquals("POST", answer.headers().firstValue("Allow").orElse(""));
    }
    assertEquals(404, door.send(door.request("/api/v2/services").GET()).statusCode());
  }

  @Test
  void sendsNoCorsHeadersUnlessAskedTo() throws Exception {
    HttpResponse<String> answer =
        door.send(request(V2, JSON, new byte[0]).header("Origin", "https://shop.example.com"));
    assertAccepted(answer);
    assertTrue(
        answer.headers().map().keySet().stream().noneMatch(name -> name.startsWith("access-")));
  }

  @Test
  void tellsOfOverload() throws Exception {
    try (ReceiverPort full =
        ReceiverPort.open(
            400,
            (door, listen) ->
                new ZipkinReceiver(
                    door.intake(), door.metrics("zipkin"), CorsOptions.NONE, listen))) {
      HttpRequest.Builder request =
          full.request(V2).POST(BodyPublishers.ofByteArray(Encoding.JSON_V2.golden()));
      HttpResponse<String> answer = full.send(request);
      assertEquals(503, answer.statusCode());
      assertEquals("1", answer.headers().firstValue("Retry-After").orElse(""));
      assertTrue(answer.body().startsWith("journal is full"), answer.body());
      assertEquals(1, full.requests("overloaded"));
    }
  }

  /** zipkin-js: truth values for addresses, a shared server without start, an address unnamed. */
  @Test
  void takesWhatZipkinJsSends() throws Exception {
    assertAccepted(
        post(
            V1,
            JSON,
            """
            [{"traceId":"463ac35c9f6413ad","id":"463ac35c9f6413ad","name":"get","debug":false,
            "annotations":[{"timestamp":1700000000000010,"value":"sr","endpoint":{"serviceName":"app","ipv4":"10.0.0.2","port":80}},
            {"timestamp":1700000000000040,"value":"ss","endpoint":{"serviceName":"app","ipv4":"10.0.0.2","port":80}}],
            "binaryAnnotations":[{"key":"ca","value":true,"endpoint":{"serviceName":"","ipv4":"10.0.0.1"}},
            {"value":true,"endpoint":{"serviceName":"nobody"}}]}]
            """));
    Span span = door.spans().get(0);
    assertEquals("app", span.getProcess().getServiceName());
    assertEquals(
        List.of("net.host.ip", "net.host.port", "net.peer.ip", "span.kind"),
        span.getTagsList().stream().map(tag -> tag.getKey()).toList());
  }

  /** Envoy: 8 bytes of trace id, shared, no address. */
  @Test
  void takesWhatEnvoySends() throws Exception {
    String endpoint = "42050a03617070";
    String span = "0a080000000000000001" + "1a080000000000000002" + "2002" + endpoint + "6801";
    byte[] body = HexFormat.of().parseHex("0a" + String.format("%02x", span.length() / 2) + span);
    assertAccepted(post(V2, PROTOBUF, body));
    assertEquals("app", door.spans().get(0).getProcess().getServiceName());
  }

  private static byte[] deflate(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    }
    return out.toByteArray();
  }

  private static HttpResponse<String> post(String path, String type, String body) throws Exception {
    return post(path, type, body.getBytes(UTF_8));
  }

  private static HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
    return door.send(request(path, type, body));
  }

  private static HttpRequest.Builder request(String path, String type, byte[] body) {
    return door.request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body));
  }

  private static void assertAccepted(HttpResponse<String> answer) {
    assertEquals(202, answer.statusCode(), answer.body());
    assertEquals("", answer.body());
    assertEquals("0", answer.headers().firstValue("Content-Length").orElse(""));
  }

  private static void assertRefused(String text, HttpResponse<String> answer) {
    assertEquals(400, answer.statusCode());
    assertEquals(text + "\n", answer.body());
    assertEquals(
        "text/plain; charset=utf-8", answer.headers().firstValue("Content-Type").orElse(""));
  }
}
