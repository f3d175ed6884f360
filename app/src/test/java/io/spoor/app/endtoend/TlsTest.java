package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.endtoend.SpoorProcess.Port;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Mutual TLS as in the tutorial: PKCS#1 keys, and clients that have a common name only (contract:
 * deploy.md §6).
 */
final class TlsTest {
  /** A batch with one span of trace 0xa1. */
  private static final byte[] THRIFT =
      HexFormat.of()
          .parseHex(
              "0c00010b000100000003737663000f00020c000000010a000100000000000000a10a000200000000000000000a00"
                  + "0300000000000000020a000400000000000000000b0005000000026f70080007000000010a000800060a24181e40"
                  + "000a000900000000000005dc0f000a0c000000010b0001000000016b080002000000000b00030000000176000000");

  /** A request with one span of trace 0xa2. */
  private static final byte[] JAEGER =
      HexFormat.of()
          .parseHex(
              "0a410a380a10000000000000000000000000000000a2120800000000000000021a026f70280132060880e2cfaa06"
                  + "3a0410e0c65b42060a016b1a017612050a03737663");

  @TempDir static Path directory;
  private static KeyPairFiles server;
  private static KeyPairFiles client;
  private static SpoorProcess spoor;

  @BeforeAll
  static void start() throws Exception {
    server = KeyPairFiles.make(directory, "server", "san=dns:localhost");
    client = KeyPairFiles.make(directory, "workload");
    List<String> flags = new ArrayList<>();
    for (String prefix :
        List.of(
            "query.http",
            "collector.http",
            "collector.grpc",
            "collector.zipkin",
            "collector.otlp.grpc",
            "collector.otlp.http")) {
      flags.add("--" + prefix + ".tls.enabled");
      flags.add("--" + prefix + ".tls.cert=" + server.certificate());
      flags.add("--" + prefix + ".tls.key=" + server.key());
      flags.add("--" + prefix + ".tls.client-ca=" + client.certificate());
    }
    flags.add("--query.http.tls.max-version=1.2");
    flags.add("--query.http.tls.cipher-suites=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    flags.add("--collector.http.tls.min-version=1.3");
    spoor = SpoorProcess.start(directory, flags.toArray(String[]::new));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    spoor.close();
  }

  @Test
  void servesClientsThatShowTheirCertificate() throws Exception {
    HttpResponse<String> posted =
        http(client)
            .send(
                request(Port.THRIFT_HTTP, "/api/traces")
                    .header("Content-Type", "application/x-thrift")
                    .POST(BodyPublishers.ofByteArray(THRIFT))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(202, posted.statusCode(), posted::body);
    assertEquals("TLSv1.3", posted.sslSession().orElseThrow().getProtocol());
    HttpResponse<String> called =
        http(client)
            .send(
                request(Port.JAEGER_GRPC, "/jaeger.api_v2.CollectorService/PostSpans")
                    .header("Content-Type", "application/grpc")
                    .header("TE", "trailers")
                    .POST(BodyPublishers.ofByteArray(grpcMessage(JAEGER)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(HttpClient.Version.HTTP_2, called.version());
    spoor.await("both spans", () -> isStored("a1") && isStored("a2"));
  }

  @Test
  void keepsToTheVersionAndTheCipherSuiteThatFlagsName() throws Exception {
    HttpResponse<String> answer = services(http(client), Port.QUERY);
    assertEquals("TLSv1.2", answer.sslSession().orElseThrow().getProtocol());
    assertEquals(
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        answer.sslSession().orElseThrow().getCipherSuite());
  }

  @ParameterizedTest
  @EnumSource(names = {"QUERY", "THRIFT_HTTP", "JAEGER_GRPC", "ZIPKIN", "OTLP_GRPC", "OTLP_HTTP"})
  void refusesClientsWithoutACertificateAndStrangers(Port port) throws Exception {
    HttpClient nobody = HttpClient.newBuilder().sslContext(trustingServer(null)).build();
    assertThrows(IOException.class, () -> services(nobody, port));
    HttpClient stranger = http(server);
    assertThrows(IOException.class, () -> services(stranger, port));
    assertTrue(spoor.isAlive());
    services(http(client), port);
  }

  @ParameterizedTest
  @EnumSource(names = {"QUERY", "THRIFT_HTTP", "JAEGER_GRPC", "ZIPKIN", "OTLP_GRPC", "OTLP_HTTP"})
  void doesNotAnswerInClearText(Port port) {
    HttpRequest request = HttpRequest.newBuilder(spoor.uri(port, "/")).build();
    assertThrows(
        IOException.class,
        () -> SpoorProcess.HTTP.send(request, HttpResponse.BodyHandlers.discarding()));
  }

  private static boolean isStored(String traceId) {
    try {
      return http(client)
              .send(
                  request(Port.QUERY, "/api/traces/" + traceId).build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode()
          == 200;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> services(HttpClient http, Port port) throws Exception {
    return http.send(request(port, "/api/services").build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(Port port, String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + spoor.port(port) + path));
  }

  private static byte[] grpcMessage(byte[] message) {
    return ByteBuffer.allocate(message.length + 5)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static HttpClient http(KeyPairFiles identity) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity.store(), identity.password());
    return HttpClient.newBuilder().sslContext(trustingServer(keys)).build();
  }

  private static SSLContext trustingServer(KeyManagerFactory keys) throws GeneralSecurityException {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("server", server.store().getCertificate("it"));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
