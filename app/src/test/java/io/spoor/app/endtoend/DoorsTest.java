package io.spoor.app.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.endtoend.SpoorProcess.Ended;
import io.spoor.app.endtoend.SpoorProcess.Port;
import io.vertx.core.Vertx;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Credentials and tenants at the doors of a whole process, refused in each protocol's words. */
final class DoorsTest {
  /** The hash of {@code secret} that {@code htpasswd -nbB -C 5} writes. */
  private static final String HASH = "$2y$05$";

  @TempDir static Path directory;
  private static SpoorProcess spoor;
  private static Vertx vertx;
  private static RawGrpc grpc;

  /** A way in, with a request that would be taken. */
  private enum Way {
    JAEGER(Port.JAEGER_GRPC, "/jaeger.api_v2.CollectorService/PostSpans", "", ""),
    OTLP_GRPC(
        Port.OTLP_GRPC, "/opentelemetry.proto.collector.trace.v1.TraceService/Export", "", ""),
    OTLP_PROTO(Port.OTLP_HTTP, "/v1/traces", "application/x-protobuf", ""),
    OTLP_JSON(Port.OTLP_HTTP, "/v1/traces", "application/json", "{}"),
    THRIFT(Port.THRIFT_HTTP, "/api/traces", "application/x-thrift", thrift()),
    ZIPKIN(Port.ZIPKIN, "/api/v2/spans", "application/json", "[]");

    private final Port port;
    private final String path;
    private final String type;
    private final String body;

    Way(Port port, String path, String type, String body) {
      this.port = port;
      this.path = path;
      this.type = type;
      this.body = body;
    }

    private static String thrift() {
      // A process with a name, and no spans.
      byte[] batch = HexFormat.of().parseHex("0c00010b000100000003737663000f00020c0000000000");
      return new String(batch, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    boolean isGrpc() {
      return type.isEmpty();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    String hash =
        at.favre.lib.crypto.bcrypt.BCrypt.with(at.favre.lib.crypto.bcrypt.BCrypt.Version.VERSION_2Y)
            .hashToString(5, "secret".toCharArray());
    assertTrue(hash.startsWith(HASH));
    Path tokens =
        Files.writeString(
            directory.resolve("tokens"), "agents tenant=acme,globex\nacme-only tenant=acme\n");
    Path users = Files.writeString(directory.resolve("users"), "ann:" + hash + "\n");
    Path readers = Files.writeString(directory.resolve("readers"), "reader tenant=acme\n");
    spoor =
        SpoorProcess.start(
            directory,
            "--multi-tenancy.enabled",
            "--multi-tenancy.tenants=acme,globex",
            "--receiver.auth.token-file=" + tokens,
            "--receiver.auth.basic-file=" + users,
            "--query.auth.token-file=" + readers);
    vertx = Vertx.vertx();
    grpc = new RawGrpc(vertx);
  }

  @AfterAll
  static void stop() throws Exception {
    spoor.close();
    vertx.close().await();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void takesWhoShowsWhatIsAskedFor(Way way) throws Exception {
    assertTaken(way, Map.of("Authorization", "Bearer agents", "x-tenant", "acme"));
    assertTaken(way, Map.of("Authorization", basic("ann", "secret"), "x-tenant", "globex"));
    assertTaken(way, Map.of("Authorization", "Bearer acme-only"));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void refusesWhoDoesNot(Way way) throws Exception {
    assertRefused(way, 401, 16, "missing credentials", Map.of("x-tenant", "acme"));
    assertRefused(
        way,
        401,
        16,
        "wrong credentials",
        Map.of("Authorization", "Bearer agent", "x-tenant", "acme"));
    assertRefused(
        way,
        401,
        16,
        "wrong credentials",
        Map.of("Authorization", basic("ann", "guess"), "x-tenant", "acme"));
    assertRefused(way, 401, 16, "missing tenant header", Map.of("Authorization", "Bearer agents"));
    boolean isOtlp = way == Way.OTLP_JSON || way == Way.OTLP_PROTO;
    assertRefused(
        way,
        isOtlp ? 403 : 401,
        7,
        "unknown tenant",
        Map.of("Authorization", "Bearer agents", "x-tenant", "initech"));
    assertRefused(
        way,
        403,
        7,
        "these credentials are not for that tenant",
        Map.of("Authorization", "Bearer acme-only", "x-tenant", "globex"));
  }

  @Test
  void keepsProbesOpen() throws Exception {
    assertEquals(
        "0", grpc.call(port(Way.JAEGER), "/grpc.health.v1.Health/Check", Map.of()).status());
    assertEquals(
        "16",
        grpc.call(port(Way.JAEGER), "/jaeger.api_v2.SamplingManager/GetSamplingStrategy", Map.of())
            .status());
    spoor.get(Port.ADMIN, "/");
    assertTrue(
        spoor.metric(
                "spoor_receiver_requests_total{outcome=\"not_admitted\",receiver=\"jaeger-grpc\"}")
            > 0);
  }

  @Test
  void asksReadersForTheirOwn() {
    for (String path : new String[] {"/api/services", "/api/traces?service=a", "/api/traces/1"}) {
      HttpResponse<String> refused = query(path, Map.of());
      assertEquals(401, refused.statusCode());
      assertEquals("missing credentials\n", refused.body());
      assertEquals(
          "Bearer realm=\"spoor\"", refused.headers().firstValue("WWW-Authenticate").orElseThrow());
      assertEquals(
          401, query(path, Map.of("Authorization", "Bearer agents")).statusCode(), "not a reader");
      assertEquals(
          403,
          query(path, Map.of("Authorization", "Bearer reader", "x-tenant", "globex")).statusCode());
    }
    assertEquals(
        200, query("/api/services", Map.of("Authorization", "Bearer reader")).statusCode());
  }

  @Test
  void opensNoPortThatEverybodyMayUseBesideThem() throws Exception {
    Path tokens = Files.writeString(directory.resolve("more"), "abc\n");
    Ended ended =
        SpoorProcess.run(
            directory,
            "collector",
            "--receiver.auth.token-file=" + tokens,
            "--collector.tchannel-server.host-port=:0");
    assertEquals(1, ended.code());
    assertEquals(1, ended.plainLines().size(), ended.output());
    assertTrue(
        ended.plainLines().get(0).contains("--collector.tchannel-server.host-port=:0 would let in"),
        ended.output());
    Ended bad =
        SpoorProcess.run(
            directory,
            "collector",
            "--receiver.auth.token-file="
                + Files.writeString(directory.resolve("bad"), "s3cr3t x\n"),
            "--collector.tchannel-server.host-port=");
    assertEquals(1, bad.code());
    assertTrue(bad.output().contains("--receiver.auth.token-file: "), bad.output());
    assertTrue(bad.output().contains("line 1"), bad.output());
    assertFalse(bad.output().contains("s3cr3t"), bad.output());
  }

  private static void assertTaken(Way way, Map<String, String> headers) throws Exception {
    if (way.isGrpc()) {
      assertEquals("0", grpc.call(port(way), way.path, headers).status());
    } else {
      HttpResponse<String> response = post(way, headers);
      assertEquals(2, response.statusCode() / 100, response::body);
    }
  }

  private static void assertRefused(
      Way way, int status, int code, String text, Map<String, String> headers) throws Exception {
    if (way.isGrpc()) {
      RawGrpc.Answer answer = grpc.call(port(way), way.path, headers);
      assertEquals(Integer.toString(code), answer.status());
      assertEquals(text, answer.message());
      return;
    }
    HttpResponse<String> response = post(way, headers);
    assertEquals(status, response.statusCode());
    assertEquals(
        text.endsWith("credentials"),
        response.headers().firstValue("WWW-Authenticate").isPresent());
    switch (way) {
      case OTLP_JSON ->
          assertEquals("{\"code\":" + code + ",\"message\":\"" + text + "\"}", response.body());
      case OTLP_PROTO -> {
        assertEquals(0x08, response.body().charAt(0));
        assertEquals(code, response.body().charAt(1));
        assertTrue(response.body().endsWith(text));
      }
      default -> assertEquals(text + "\n", response.body());
    }
  }

  private static HttpResponse<String> post(Way way, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(spoor.uri(way.port, way.path))
            .header("Content-Type", way.type)
            .POST(
                BodyPublishers.ofByteArray(
                    way.body.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
    headers.forEach(request::header);
    return spoor.send(request.build());
  }

  private static HttpResponse<String> query(String path, Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(spoor.uri(Port.QUERY, path));
    headers.forEach(request::header);
    return spoor.send(request.build());
  }

  private static int port(Way way) {
    return spoor.port(way.port);
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }
}
