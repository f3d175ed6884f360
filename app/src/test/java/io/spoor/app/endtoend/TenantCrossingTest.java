package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spoor.app.endtoend.SpoorProcess.Port;
import io.spoor.app.traffic.Batch;
import io.spoor.app.traffic.GeneratedService;
import io.spoor.app.traffic.GeneratedSpan;
import io.spoor.app.traffic.GeneratedTrace;
import io.spoor.app.traffic.Protocol;
import io.spoor.app.traffic.Tag;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tenants send the same ids by every receiver that carries a tenant, and ask for each other's spans
 * by every route of the API.
 */
final class TenantCrossingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TENANTS = List.of("acme", "ACME", "acme-2", "a.b");
  private static final List<String> STRANGERS = List.of("acm", "acme2", "Acme", "a", "tenant_acme");
  private static final List<String> NOBODY =
      List.of("*", "acme*", "a,b", "acme,ACME", "../acme", "acme/", "x".repeat(65), "acme ACME");
  private static final String SERVICE = "shop";
  private static final String SEARCH = "/api/traces?limit=100&service=" + SERVICE;

  /** Where each protocol goes. */
  private enum Way {
    JAEGER(1, Protocol.GRPC, Port.JAEGER_GRPC, "jaeger.api_v2.CollectorService/PostSpans", ""),
    OTLP_GRPC(
        2,
        Protocol.OTLP_GRPC,
        Port.OTLP_GRPC,
        "opentelemetry.proto.collector.trace.v1.TraceService/Export",
        ""),
    OTLP_HTTP(3, Protocol.OTLP_HTTP, Port.OTLP_HTTP, "v1/traces", "application/x-protobuf"),
    THRIFT(4, Protocol.THRIFT_HTTP, Port.THRIFT_HTTP, "api/traces", "application/x-thrift"),
    ZIPKIN_JSON(5, Protocol.ZIPKIN_JSON, Port.ZIPKIN, "api/v2/spans", "application/json"),
    ZIPKIN_PROTO(6, Protocol.ZIPKIN_PROTO, Port.ZIPKIN, "api/v2/spans", "application/x-protobuf");

    private final int trace;
    private final Protocol protocol;
    private final Port port;
    private final String path;
    private final String type;

    Way(int trace, Protocol protocol, Port port, String path, String type) {
      this.trace = trace;
      this.protocol = protocol;
      this.port = port;
      this.path = path;
      this.type = type;
    }
  }

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http2 =
      vertx.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false));

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void showsNoTenantAnothersSpansOutOfTheEmbeddedStore() throws Exception {
    try (SpoorProcess spoor =
        SpoorProcess.start(directory, "--multi-tenancy.enabled", "--multi-tenancy.header=x-who")) {
      crossEveryWay(spoor, spoor);
    }
  }

  @Test
  @org.junit.jupiter.api.Tag("elasticsearch")
  void showsNoTenantAnothersSpansOutOfElasticsearch() throws Exception {
    String prefix = "cross" + UUID.randomUUID().toString().substring(0, 8);
    String[] flags = {
      "--multi-tenancy.enabled",
      "--multi-tenancy.header=x-who",
      "--es.server-urls=" + ServerOfTests.get().uri(),
      "--es.index-prefix=" + prefix,
      "--es.num-shards=1",
      "--es.num-replicas=0"
    };
    try (SpoorProcess collector =
            SpoorProcess.startCollector(
                Files.createDirectory(directory.resolve("collector")), flags);
        SpoorProcess query =
            SpoorProcess.startQuery(Files.createDirectory(directory.resolve("query")), flags)) {
      crossEveryWay(collector, query);
      assertTrue(
          ServerOfTests.get()
              .get("/" + prefix + "-tenant_acme_2d2-jaeger-span-*")
              .body()
              .contains("mappings"));
    } finally {
      ServerOfTests.get().deleteIndices(prefix + "-*");
    }
  }

  private void crossEveryWay(SpoorProcess collector, SpoorProcess query) throws Exception {
    for (String tenant : TENANTS) {
      for (Way way : Way.values()) {
        assertTrue(isTaken(send(collector, way, tenant, body(way, tenant)), way), way.name());
      }
    }
    for (Way way : Way.values()) {
      for (String nobody : NOBODY) {
        String answer = send(collector, way, nobody, body(way, "intruder"));
        assertTrue(!isTaken(answer, way), way + " took " + nobody);
      }
    }
    for (String tenant : TENANTS) {
      // Services and spans are documents of two indices, each of which is refreshed by itself.
      query.await("the operations of " + tenant, () -> operationsSoFar(query, tenant) == 6);
      query.await("the spans of " + tenant, () -> dataSoFar(query, SEARCH, tenant).size() == 6);
      assertOwnOnly(query, tenant);
    }
    for (String stranger : STRANGERS) {
      assertNothing(query, stranger);
    }
    assertNobodyIsAnswered(query);
  }

  /** One span of trace 0x51 and the number of the way: the same for all tenants. */
  private static byte[] body(Way way, String tenant) {
    long now = Instant.now().toEpochMilli() * 1_000_000;
    GeneratedSpan span =
        new GeneratedSpan(
            new GeneratedTrace(0x51, way.trace),
            0x77,
            0,
            tenant + "/" + way,
            "server",
            false,
            now,
            1_000_000,
            List.of(new Tag.Text("who", tenant)),
            List.of());
    GeneratedService service = new GeneratedService(SERVICE, List.of(), List.of());
    return way.protocol.encoding().encode(new Batch(service, List.of(span)));
  }

  /** The status, of gRPC or of HTTP. */
  private String send(SpoorProcess collector, Way way, String tenant, byte[] body)
      throws Exception {
    if (!way.type.isEmpty()) {
      HttpRequest request =
          HttpRequest.newBuilder(collector.uri(way.port, "/" + way.path))
              .header("Content-Type", way.type)
              .header("x-who", tenant)
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      return Integer.toString(collector.send(request).statusCode());
    }
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost("127.0.0.1")
            .setPort(collector.port(way.port))
            .setURI("/" + way.path)
            .putHeader("content-type", "application/grpc")
            .putHeader("te", "trailers")
            .putHeader("x-who", tenant);
    Buffer message = Buffer.buffer().appendByte((byte) 0).appendInt(body.length).appendBytes(body);
    return http2
        .request(options)
        .compose(request -> request.send(message))
        .compose(
            response ->
                response
                    .end()
                    .map(
                        ended -> {
                          String trailer = response.getTrailer("grpc-status");
                          return trailer == null
                              ? String.valueOf(response.getHeader("grpc-status"))
                              : trailer;
                        }))
        .await(30, TimeUnit.SECONDS);
  }

  private static boolean isTaken(String status, Way way) {
    return way.type.isEmpty() ? status.equals("0") : status.startsWith("2");
  }

  private static HttpResponse<String> ask(SpoorProcess query, String path, String... tenants) {
    HttpRequest.Builder request = HttpRequest.newBuilder(query.uri(Port.QUERY, path));
    for (String tenant : tenants) {
      request.header("x-who", tenant);
    }
    return query.send(request.build());
  }

  private static JsonNode data(SpoorProcess query, String path, String tenant) {
    try {
      HttpResponse<String> answer = ask(query, path, tenant);
      assertTrue(Set.of(200, 404).contains(answer.statusCode()), answer.body());
      return JSON.readTree(answer.body()).path("data");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Nothing while an index is being made and cannot be searched. */
  private static JsonNode dataSoFar(SpoorProcess query, String path, String tenant) {
    return ask(query, path, tenant).statusCode() == 500
        ? JSON.nullNode()
        : data(query, path, tenant);
  }

  private static int operationsSoFar(SpoorProcess query, String tenant) {
    return dataSoFar(query, "/api/services/" + SERVICE + "/operations", tenant).size();
  }

  private static Set<String> operations(SpoorProcess query, String tenant) {
    Set<String> names = new TreeSet<>();
    data(query, "/api/services/" + SERVICE + "/operations", tenant)
        .forEach(name -> names.add(name.asText()));
    return names;
  }

  /** Every route that shows spans. */
  private static List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (Way way : Way.values()) {
      String id = "000000000000005" + "1" + "000000000000000" + way.trace;
      paths.add("/api/traces/" + id);
      paths.add("/api/traces?traceID=" + id);
    }
    paths.add(SEARCH);
    paths.add("/api/traces?limit=100&service=" + SERVICE + "&tags=%7B%22who%22%3A%22.*%22%7D");
    paths.add("/api/traces?limit=100&service=" + SERVICE + "&tenant=acme&x-who=acme");
    return paths;
  }

  private static void assertOwnOnly(SpoorProcess query, String tenant) {
    operations(query, tenant).forEach(name -> assertTrue(name.startsWith(tenant + "/"), name));
    assertEquals("[\"shop\"]", data(query, "/api/services", tenant).toString());
    assertEquals(6, data(query, "/api/operations?service=" + SERVICE, tenant).size());
    assertEquals("[]", data(query, "/api/dependencies", tenant).toString());
    for (String path : paths()) {
      JsonNode traces = data(query, path, tenant);
      assertEquals(path.contains("service=") ? 6 : 1, traces.size(), tenant + " " + path);
      for (JsonNode trace : traces) {
        assertEquals(1, trace.path("spans").size(), tenant + " " + path);
        String name = trace.at("/spans/0/operationName").asText();
        assertTrue(name.startsWith(tenant + "/"), tenant + " " + path + " " + name);
      }
    }
    for (String other : TENANTS) {
      JsonNode found =
          data(
              query,
              "/api/traces?service=" + SERVICE + "&operation=" + other + "%2FTHRIFT",
              tenant);
      assertEquals(other.equals(tenant) ? 1 : 0, found.size(), tenant + " for " + other);
    }
  }

  private static void assertNothing(SpoorProcess query, String tenant) {
    assertEquals(Set.of(), operations(query, tenant), tenant);
    assertEquals("[]", data(query, "/api/services", tenant).toString(), tenant);
    for (String path : paths()) {
      assertTrue(data(query, path, tenant).isEmpty(), tenant + " " + path);
    }
  }

  private static void assertNobodyIsAnswered(SpoorProcess query) {
    List<String> all = new ArrayList<>(paths());
    all.add("/api/services");
    all.add("/api/services/" + SERVICE + "/operations");
    all.add("/api/operations?service=" + SERVICE);
    all.add("/api/dependencies");
    for (String path : all) {
      HttpResponse<String> missing = ask(query, path);
      assertEquals(401, missing.statusCode(), path);
      assertEquals("missing tenant header\n", missing.body());
      assertNotEquals(200, ask(query, path, "acme", "ACME").statusCode(), path);
      for (String nobody : NOBODY) {
        HttpResponse<String> refused = ask(query, path, nobody);
        assertEquals("unknown tenant\n", refused.body(), nobody + " " + path);
        assertEquals(401, refused.statusCode(), nobody + " " + path);
      }
    }
  }
}
