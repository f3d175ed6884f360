package io.spoor.app.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.endtoend.SpoorProcess.Port;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bad input on every port: the contract's answer, a counter that moved, and a process that is well.
 */
final class BadInputTest {
  private static final byte[] VALID_JAEGER =
      HexFormat.of()
          .parseHex(
              "0a410a380a1000000000000000000000000000000001120800000000000000021a026f70280132060880e2cfaa06"
                  + "3a0410e0c65b42060a016b1a017612050a03737663");
  private static final byte[] VALID_THRIFT =
      HexFormat.of()
          .parseHex(
              "0c00010b000100000003737663000f00020c000000010a000100000000000000010a000200000000000000000a00"
                  + "0300000000000000020a000400000000000000000b0005000000026f70080007000000010a000800060a24181e40"
                  + "000a000900000000000005dc0f000a0c000000010b0001000000016b080002000000000b00030000000176000000");

  @TempDir static Path directory;
  private static SpoorProcess spoor;
  private static Vertx vertx;
  private static GrpcClient grpc;

  @BeforeAll
  static void start() {
    spoor = SpoorProcess.start(directory);
    vertx = Vertx.vertx();
    grpc = GrpcClient.client(vertx);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    vertx.close();
    spoor.close();
  }

  @AfterEach
  void processIsWell() {
    assertTrue(spoor.isAlive(), spoor::log);
    assertEquals("Server available", spoor.get(Port.ADMIN, "/").get("status").asText());
  }

  /** A gRPC method that takes spans. */
  enum Method {
    POST_SPANS(Port.JAEGER_GRPC, "jaeger.api_v2.CollectorService", "PostSpans", "jaeger-grpc"),
    EXPORT(
        Port.OTLP_GRPC,
        "opentelemetry.proto.collector.trace.v1.TraceService",
        "Export",
        "otlp-grpc");

    private final Port port;
    private final String service;
    private final String method;
    private final String receiver;

    Method(Port port, String service, String method, String receiver) {
      this.port = port;
      this.service = service;
      this.method = method;
      this.receiver = receiver;
    }
  }

  @ParameterizedTest
  @EnumSource
  void grpcAnswersInternalToWhatDoesNotDecode(Method method) throws Exception {
    byte[] valid = method == Method.POST_SPANS ? VALID_JAEGER : otlp(1);
    double before = refused(method.receiver, "malformed");
    Answer truncated = call(method, identity(java.util.Arrays.copyOf(valid, valid.length - 3)));
    assertEquals(GrpcStatus.INTERNAL, truncated.status());
    assertTrue(
        truncated.message().startsWith("grpc: error unmarshalling request:"), truncated.message());
    assertEquals(GrpcStatus.INTERNAL, call(method, identity(random(2_000))).status());
    assertEquals(GrpcStatus.INTERNAL, call(method, gzip(random(100))).status());
    assertEquals(before + 3, refused(method.receiver, "malformed"));
  }

  @ParameterizedTest
  @EnumSource
  void grpcAnswersResourceExhaustedToWhatIsTooLarge(Method method) throws Exception {
    double before = refused(method.receiver, "too_large");
    Answer large = call(method, identity(new byte[5 << 20]));
    assertEquals(GrpcStatus.RESOURCE_EXHAUSTED, large.status());
    assertTrue(
        large.message().startsWith("grpc: received message larger than max (5242880 vs. 4194304)"),
        large.message());
    Answer bomb = call(method, gzip(gzipped(new byte[64 << 20])));
    assertEquals(GrpcStatus.RESOURCE_EXHAUSTED, bomb.status());
    assertEquals(before + 2, refused(method.receiver, "too_large"));
    spoor.await("the memory of both", () -> spoor.metric("spoor_receiver_in_flight_bytes") == 0);
  }

  @ParameterizedTest
  @EnumSource
  void grpcAnswersUnimplementedToUnknownMethodsAndEncodings(Method method) throws Exception {
    assertEquals(
        GrpcStatus.UNIMPLEMENTED,
        call(method.port, method.service, "Nothing", identity(new byte[0])).status());
    assertEquals(
        GrpcStatus.UNIMPLEMENTED,
        call(method.port, "no.Service", method.method, identity(new byte[0])).status());
    double before = refused(method.receiver, "unsupported_encoding");
    assertEquals("12", rawStatus(method, "snappy"));
    assertEquals(before + 1, refused(method.receiver, "unsupported_encoding"));
  }

  @ParameterizedTest
  @EnumSource
  void grpcAnswersInternalToACompressedMessageOfACallWithoutEncoding(Method method)
      throws Exception {
    assertEquals("13", rawStatus(method, ""));
  }

  @Test
  void thriftOverHttpAnswersInTheReferencesWords() throws Exception {
    assertAnswer(400, "Cannot parse content type: mime: no media type\n", thrift("", VALID_THRIFT));
    assertAnswer(400, "Unsupported content type: text/plain\n", thrift("text/plain", VALID_THRIFT));
    double before = refused("thrift-http", "malformed");
    assertAnswer(
        400,
        "Unable to process request body: *jaeger.Batch field 0 read error: EOF\n",
        thrift("application/x-thrift", new byte[0]));
    assertEquals(400, thrift("application/x-thrift", random(500)).statusCode());
    assertEquals(
        400,
        thrift(
                "application/x-thrift",
                java.util.Arrays.copyOf(VALID_THRIFT, VALID_THRIFT.length - 9))
            .statusCode());
    assertEquals(400, thrift("application/x-thrift", nestedThrift(10_000)).statusCode());
    assertEquals(before + 4, refused("thrift-http", "malformed"));
    assertEquals(
        202, thrift("application/vnd.apache.thrift.binary; x=y", VALID_THRIFT).statusCode());
    assertEquals(
        404,
        post(Port.THRIFT_HTTP, "/api/traces/", "application/x-thrift", "", VALID_THRIFT)
            .statusCode());
    HttpResponse<String> get =
        spoor.send(HttpRequest.newBuilder(spoor.uri(Port.THRIFT_HTTP, "/api/traces")).build());
    assertEquals(405, get.statusCode());
    assertEquals("", get.body());
    // They are counted behind the answer.
    spoor.await("202", () -> requests("POST", "/api/traces", "202") >= 1);
    spoor.await("400", () -> requests("POST", "/api/traces", "400") >= 4);
    spoor.await("405", () -> requests("GET", "/api/traces", "405") == 1);
    spoor.await("404", () -> requests("other", "other", "other") >= 1);
  }

  @Test
  void httpBodiesAreBoundedInflatedOrNot() throws Exception {
    for (String receiver : new String[] {"thrift-http", "otlp-http"}) {
      boolean otlp = receiver.equals("otlp-http");
      Port port = otlp ? Port.OTLP_HTTP : Port.THRIFT_HTTP;
      String path = otlp ? "/v1/traces" : "/api/traces";
      String type = otlp ? "application/x-protobuf" : "application/x-thrift";
      double before = refused(receiver, "too_large");
      assertEquals(413, post(port, path, type, "", new byte[21 << 20]).statusCode());
      assertEquals(413, post(port, path, type, "gzip", gzipped(new byte[64 << 20])).statusCode());
      assertEquals(before + 2, refused(receiver, "too_large"));
      assertEquals(400, post(port, path, type, "gzip", random(200)).statusCode());
      assertEquals(400, post(port, path, type, "brotli", random(200)).statusCode());
    }
  }

  @Test
  void otlpOverHttpAnswersWithAStatus() throws Exception {
    byte[] valid = otlp(1);
    assertEquals(415, post(Port.OTLP_HTTP, "/v1/traces", "text/plain", "", valid).statusCode());
    assertEquals(
        404, post(Port.OTLP_HTTP, "/v1/metrics", "application/x-protobuf", "", valid).statusCode());
    HttpResponse<String> get =
        spoor.send(HttpRequest.newBuilder(spoor.uri(Port.OTLP_HTTP, "/v1/traces")).build());
    assertAnswer(405, "405 method not allowed, supported: [POST]", get);
    double before = refused("otlp-http", "malformed");
    HttpResponse<String> truncated =
        post(
            Port.OTLP_HTTP,
            "/v1/traces",
            "application/x-protobuf",
            "",
            java.util.Arrays.copyOf(valid, valid.length - 1));
    assertEquals(400, truncated.statusCode());
    assertEquals(
        "application/x-protobuf", truncated.headers().firstValue("content-type").orElseThrow());
    // google.rpc.Status: code 3, then the message.
    assertTrue(truncated.body().startsWith("\u0008\u0003\u0012"), truncated.body());
    assertEquals(
        400,
        post(Port.OTLP_HTTP, "/v1/traces", "application/x-protobuf", "", otlp(10_000))
            .statusCode());
    assertEquals(before + 2, refused("otlp-http", "malformed"));
    assertAnswer(
        200, "\n\u0000", post(Port.OTLP_HTTP, "/v1/traces", "application/x-protobuf", "", valid));
  }

  @Test
  void queryAnswersBadParametersInTheEnvelope() {
    assertQuery(400, "parameter 'service' is required", "/api/traces");
    assertQuery(400, "parameter 'service' is required", "/api/operations");
    assertQuery(
        400,
        "unable to parse param 'start': strconv.ParseInt: parsing \\\"abc\\\": invalid syntax",
        "/api/traces?service=a&start=abc");
    assertQuery(
        400,
        "strconv.ParseInt: parsing \\\"9999999999\\\": value out of range",
        "/api/traces?service=a&limit=9999999999");
    assertQuery(
        400,
        "unable to parse param 'minDuration': time: missing unit in duration \\\"100\\\"",
        "/api/traces?service=a&minDuration=100");
    assertQuery(
        400,
        "'maxDuration' should be greater than 'minDuration'",
        "/api/traces?service=a&minDuration=2s&maxDuration=1s");
    assertQuery(
        400,
        "malformed 'tag' parameter, expecting key:value, received: foo",
        "/api/traces?service=a&tag=foo");
    assertQuery(
        400,
        "malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal number into Go value of type string",
        "/api/traces?service=a&tags=%7B%22a%22:1%7D");
    assertQuery(400, "strconv.ParseUint: parsing \\\"xyz\\\": invalid syntax", "/api/traces/xyz");
    assertQuery(404, "trace not found", "/api/traces/1234");
  }

  private static void assertQuery(int status, String message, String path) {
    HttpResponse<String> response =
        spoor.send(HttpRequest.newBuilder(spoor.uri(Port.QUERY, path)).build());
    assertAnswer(
        status,
        "{\"data\":null,\"total\":0,\"limit\":0,\"offset\":0,\"errors\":[{\"code\":"
            + status
            + ",\"msg\":\""
            + message
            + "\"}]}\n",
        response);
    assertEquals(
        "text/plain; charset=utf-8", response.headers().firstValue("content-type").orElseThrow());
  }

  private record Answer(GrpcStatus status, String message) {}

  private static Answer call(Method method, GrpcMessage message) throws Exception {
    return call(method.port, method.service, method.method, message);
  }

  private static Answer call(Port port, String service, String method, GrpcMessage message)
      throws Exception {
    ServiceMethod<Buffer, Buffer> called =
        ServiceMethod.client(
            ServiceName.create(service),
            method,
            GrpcMessageEncoder.IDENTITY,
            GrpcMessageDecoder.IDENTITY);
    return grpc.request(SocketAddress.inetSocketAddress(spoor.port(port), "localhost"), called)
        .compose(
            request -> {
              request.encoding(message.encoding());
              request.endMessage(message);
              return request.response();
            })
        .compose(
            response ->
                // Fails for every status but OK: the status is what we came for.
                response
                    .end()
                    .transform(
                        ended ->
                            Future.succeededFuture(
                                new Answer(
                                    response.status(), String.valueOf(response.statusMessage())))))
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  /** The grpc-status of a call whose message says that it is compressed. */
  private static String rawStatus(Method method, String encoding) throws Exception {
    String path = "/" + method.service + "/" + method.method;
    byte[] body = {'a', 'b', 'c'};
    return new RawGrpc(vertx).call(spoor.port(method.port), path, encoding, true, body).status();
  }

  private static GrpcMessage identity(byte[] bytes) {
    return GrpcMessage.message("identity", Buffer.buffer(bytes));
  }

  private static GrpcMessage gzip(byte[] bytes) {
    return GrpcMessage.message("gzip", Buffer.buffer(bytes));
  }

  private static HttpResponse<String> thrift(String type, byte[] body) {
    return post(Port.THRIFT_HTTP, "/api/traces", type, "", body);
  }

  private static HttpResponse<String> post(
      Port port, String path, String type, String encoding, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(spoor.uri(port, path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (!encoding.isEmpty()) {
      request.header("Content-Encoding", encoding);
    }
    return spoor.send(request.build());
  }

  private static void assertAnswer(int status, String body, HttpResponse<String> response) {
    assertEquals(body, response.body());
    assertEquals(status, response.statusCode());
  }

  private static double requests(String method, String path, String status) {
    return spoor.metric(
        "jaeger_collector_http_request_duration_count{method=\"%s\",path=\"%s\",status=\"%s\"}"
            .formatted(method, path, status));
  }

  private static double refused(String receiver, String outcome) {
    return spoor.metric(
        "spoor_receiver_requests_total{outcome=\"" + outcome + "\",receiver=\"" + receiver + "\"}");
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    bytes[0] = 'n'; // no Thrift type, and no protobuf tag of a known field
    return bytes;
  }

  private static byte[] gzipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** Structs within structs, in a field that nobody knows. */
  private static byte[] nestedThrift(int depth) {
    byte[] bytes = new byte[depth * 3];
    for (int i = 0; i < depth; i++) {
      bytes[i * 3] = 12;
      bytes[i * 3 + 2] = 99;
    }
    return bytes;
  }

  /** An export request of one span with an attribute of arrays within arrays. */
  private static byte[] otlp(int depth) {
    byte[] value = {0x0a, 0x01, 'v'};
    for (int i = 1; i < depth; i++) {
      value = field(0x2a, field(0x0a, value));
    }
    byte[] attribute = concat(field(0x0a, "k".getBytes(UTF_8)), field(0x12, value));
    byte[] span =
        concat(
            concat(field(0x0a, new byte[16]), field(0x12, new byte[8])),
            concat(field(0x2a, "op".getBytes(UTF_8)), field(0x4a, attribute)));
    return field(0x0a, field(0x12, field(0x12, span)));
  }

  private static byte[] field(int tag, byte[] content) {
    io.spoor.proto.wire.WireWriter out = new io.spoor.proto.wire.WireWriter(content.length + 8);
    out.writeField(tag, content, 0, content.length);
    return out.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
