package io.spoor.collector.zipkin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import brave.Tracing;
import brave.sampler.Sampler;
import io.spoor.collector.receiver.CorsOptions;
import io.spoor.collector.receiver.ReceiverPort;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Span;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import zipkin2.Endpoint;
import zipkin2.codec.SpanBytesEncoder;
import zipkin2.reporter.AsyncReporter;
import zipkin2.reporter.BytesMessageSender;
import zipkin2.reporter.Encoding;
import zipkin2.reporter.brave.AsyncZipkinSpanHandler;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/** Clients as their projects release them, unchanged. */
class ZipkinClientsTest {
  private static final zipkin2.Span SPAN =
      zipkin2.Span.newBuilder()
          .traceId("463ac35c9f6413ad48485a3953bb6124")
          .id("5b4185666d50f68b")
          .kind(zipkin2.Span.Kind.SERVER)
          .name("get /api")
          .timestamp(1_700_000_000_000_000L)
          .duration(50)
          .localEndpoint(Endpoint.newBuilder().serviceName("web").build())
          .putTag("http.path", "/api")
          .build();

  private ReceiverPort door;

  @BeforeEach
  void open() throws Exception {
    door =
        ReceiverPort.open(
            (door, listen) ->
                new ZipkinReceiver(
                    door.intake(), door.metrics("zipkin"), CorsOptions.NONE, listen));
  }

  @AfterEach
  void close() {
    door.close();
  }

  @ParameterizedTest
  @EnumSource
  void reporterSendsInEveryEncoding(Encoding encoding) throws Exception {
    String path = encoding.name().equals("THRIFT") ? "/api/v1/spans" : "/api/v2/spans";
    try (URLConnectionSender sender =
            URLConnectionSender.newBuilder().endpoint(door.url(path)).encoding(encoding).build();
        // Without a thread of its own, which may send first: all is sent when it is flushed.
        AsyncReporter<zipkin2.Span> reporter =
            AsyncReporter.builder((BytesMessageSender) sender)
                .messageTimeout(0, TimeUnit.SECONDS)
                .build()) {
      reporter.report(SPAN);
      reporter.flush();
      assertSpan();
    }
    assertEquals(0, door.requests("malformed"));
  }

  @Test
  void version1InJson() throws Exception {
    byte[] body = SpanBytesEncoder.JSON_V1.encodeList(List.of(SPAN));
    door.send(door.request("/api/v1/spans").POST(BodyPublishers.ofByteArray(body)));
    assertSpan();
  }

  private void assertSpan() throws Exception {
    List<Span> spans = door.spans();
    assertEquals(1, spans.size());
    Span span = spans.get(0);
    assertEquals("web", span.getProcess().getServiceName());
    assertEquals("get /api", span.getOperationName());
    assertEquals(
        List.of("http.path=/api", "span.kind=server"),
        span.getTagsList().stream().map(ZipkinClientsTest::text).toList());
  }

  @ParameterizedTest
  @CsvSource({"JSON,false", "JSON,true", "PROTO3,false", "PROTO3,true"})
  void braveReportsWithIdsOfBothLengths(Encoding encoding, boolean is128Bit) throws Exception {
    try (URLConnectionSender sender =
            URLConnectionSender.newBuilder()
                .endpoint(door.url("/api/v2/spans"))
                .encoding(encoding)
                .build();
        AsyncZipkinSpanHandler handler =
            AsyncZipkinSpanHandler.newBuilder((BytesMessageSender) sender)
                .messageTimeout(0, TimeUnit.SECONDS)
                .build();
        Tracing tracing =
            Tracing.newBuilder()
                .localServiceName("Shop")
                .traceId128Bit(is128Bit)
                .sampler(Sampler.ALWAYS_SAMPLE)
                .addSpanHandler(handler)
                .build()) {
      brave.Span parent = tracing.tracer().newTrace().name("Parent").start();
      brave.Span child =
          tracing.tracer().newChild(parent.context()).name("child").kind(brave.Span.Kind.CLIENT);
      child.remoteServiceName("db").start();
      child.annotate("sent").tag("k", "v").error(new IllegalStateException("boom")).finish();
      parent.finish();
      handler.flush();
      List<Span> spans = door.spans();
      assertEquals(List.of("child", "Parent"), spans.stream().map(Span::getOperationName).toList());
      Span sent = spans.get(0);
      assertEquals("Shop", sent.getProcess().getServiceName());
      String traceId = HexFormat.of().formatHex(sent.getTraceId().toByteArray());
      assertTrue(traceId.endsWith(parent.context().traceIdString()), traceId);
      assertEquals(is128Bit, !traceId.startsWith("0".repeat(16)));
      assertEquals(spans.get(1).getSpanId(), sent.getReferences(0).getSpanId());
      List<String> tags = sent.getTagsList().stream().map(ZipkinClientsTest::text).toList();
      assertTrue(
          tags.containsAll(
              List.of("k=v", "error=boom", "peer.service=db", "span.kind=client", "error=true")),
          tags::toString);
      assertEquals("event=sent", text(sent.getLogs(0).getFields(0)));
    }
  }

  private static String text(KeyValue tag) {
    return tag.getKey() + "=" + (tag.getVBool() ? "true" : tag.getVStr());
  }
}
