package io.spoor.app.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.endtoend.SpoorProcess.Port;
import io.spoor.app.traffic.Payloads;
import io.vertx.core.Vertx;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A full journal is told to the sender in its protocol's own words; what was acknowledged is kept.
 */
final class OverloadTest {
  private static final int BODY_BYTES = 500_000;

  @TempDir static Path directory;
  private static SpoorProcess spoor;
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    // The store answers once a second: until then another body finds the journal full.
    spoor =
        SpoorProcess.start(
            directory,
            "--journal.mode=memory",
            "--journal.memory-max-bytes=1MiB",
            "--receiver.max-body-bytes=900KiB");
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    vertx.close();
    spoor.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"thrift-http", "otlp-http"})
  void httpAnswers503WithRetryAfter(String receiver) {
    boolean otlp = receiver.equals("otlp-http");
    byte[] body = otlp ? Payloads.otlp(BODY_BYTES) : Payloads.thrift(BODY_BYTES);
    HttpRequest request =
        HttpRequest.newBuilder(
                spoor.uri(
                    otlp ? Port.OTLP_HTTP : Port.THRIFT_HTTP, otlp ? "/v1/traces" : "/api/traces"))
            .header("Content-Type", otlp ? "application/x-protobuf" : "application/x-thrift")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    double before = overloaded(receiver);
    AtomicReference<HttpResponse<String>> refused = new AtomicReference<>();
    spoor.await(
        "a refusal",
        () -> {
          refused.set(spoor.send(request));
          return refused.get().statusCode() != (otlp ? 200 : 202);
        });
    assertEquals(503, refused.get().statusCode());
    assertEquals("1", refused.get().headers().firstValue("Retry-After").orElseThrow());
    assertTrue(overloaded(receiver) > before);
    spoor.await("room again", () -> spoor.send(request).statusCode() / 100 == 2);
    assertEquals("Server available", spoor.get(Port.ADMIN, "/").get("status").asText());
  }

  @Test
  void jaegerGrpcAnswersUnavailableWithRetryInfo() throws Exception {
    assertUnavailable(
        Port.JAEGER_GRPC,
        "/jaeger.api_v2.CollectorService/PostSpans",
        Payloads.jaeger(BODY_BYTES),
        "jaeger-grpc");
  }

  @Test
  void otlpGrpcAnswersUnavailableWithRetryInfo() throws Exception {
    assertUnavailable(
        Port.OTLP_GRPC,
        "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
        Payloads.otlp(BODY_BYTES),
        "otlp-grpc");
  }

  private static void assertUnavailable(Port port, String method, byte[] body, String receiver)
      throws Exception {
    double before = overloaded(receiver);
    RawGrpc grpc = new RawGrpc(vertx);
    RawGrpc.Answer answer = grpc.call(spoor.port(port), method, "", false, body);
    for (int i = 0; i < 50 && answer.status().equals("0"); i++) {
      answer = grpc.call(spoor.port(port), method, "", false, body);
    }
    assertEquals("14", answer.status());
    String details =
        new String(Base64.getDecoder().decode(answer.details().orElseThrow()), ISO_8859_1);
    // google.rpc.Status {code: 14 ... details: RetryInfo {retry_delay: 1 s}}
    assertTrue(details.startsWith("\u0008\u000e\u0012"), details);
    assertTrue(details.contains("type.googleapis.com/google.rpc.RetryInfo"), details);
    assertTrue(details.endsWith("\n\u0002\u0008\u0001"), details);
    assertTrue(overloaded(receiver) > before);
  }

  private static double overloaded(String receiver) {
    return spoor.metric(
        "spoor_receiver_requests_total{outcome=\"overloaded\",receiver=\"" + receiver + "\"}");
  }
}
