package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jaegertracing.internal.JaegerTracer;
import io.jaegertracing.internal.reporters.RemoteReporter;
import io.jaegertracing.internal.samplers.ConstSampler;
import io.jaegertracing.thrift.internal.senders.HttpSender;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.jaeger.JaegerGrpcSpanExporter;
import io.opentelemetry.exporter.jaeger.thrift.JaegerThriftSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentracing.References;
import io.spoor.app.endtoend.SpoorProcess.Port;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unmodified exporters write; what they sent comes back through the HTTP API, type for type. */
@SuppressWarnings(
    "deprecation") // clients in the field do not stop sending when a library is deprecated
final class RealClientsTest {
  private static final String LINKED_TRACE = "0123456789abcdef0123456789abcdef";
  private static final String LINKED_SPAN = "fedcba9876543210";

  @TempDir static Path directory;
  private static SpoorProcess spoor;

  @BeforeAll
  static void start() {
    spoor = SpoorProcess.start(directory);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    spoor.close();
  }

  /** An exporter of OpenTelemetry's and how it is pointed at a port. */
  enum Exporter {
    OTLP_GRPC {
      @Override
      SpanExporter open() {
        return OtlpGrpcSpanExporter.builder().setEndpoint(http(Port.OTLP_GRPC, "")).build();
      }
    },
    OTLP_GRPC_GZIP {
      @Override
      SpanExporter open() {
        return OtlpGrpcSpanExporter.builder()
            .setEndpoint(http(Port.OTLP_GRPC, ""))
            .setCompression("gzip")
            .build();
      }
    },
    OTLP_HTTP {
      @Override
      SpanExporter open() {
        return OtlpHttpSpanExporter.builder()
            .setEndpoint(http(Port.OTLP_HTTP, "/v1/traces"))
            .build();
      }
    },
    OTLP_HTTP_GZIP {
      @Override
      SpanExporter open() {
        return OtlpHttpSpanExporter.builder()
            .setEndpoint(http(Port.OTLP_HTTP, "/v1/traces"))
            .setCompression("gzip")
            .build();
      }
    },
    JAEGER_GRPC {
      @Override
      SpanExporter open() {
        return JaegerGrpcSpanExporter.builder().setEndpoint(http(Port.JAEGER_GRPC, "")).build();
      }
    },
    JAEGER_THRIFT {
      @Override
      SpanExporter open() {
        return JaegerThriftSpanExporter.builder()
            .setEndpoint(http(Port.THRIFT_HTTP, "/api/traces"))
            .build();
      }
    };

    abstract SpanExporter open();

    private static String http(Port port, String path) {
      return spoor.uri(port, path).toString();
    }

    boolean isOtlp() {
      return name().startsWith("OTLP");
    }
  }

  @ParameterizedTest
  @EnumSource
  void bringsBackWhatAnOpenTelemetryExporterSent(Exporter exporter) {
    String service = "shop-" + exporter.name().toLowerCase(java.util.Locale.ROOT);
    Instant start = Instant.now().minusSeconds(5).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    SpanContext parent;
    SpanContext child;
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        service,
                        AttributeKey.stringKey("host.name"),
                        "node-7")))
            .addSpanProcessor(SimpleSpanProcessor.create(exporter.open()))
            .build()) {
      Tracer tracer = provider.get("checkout-library", "1.2.3");
      Span root =
          tracer
              .spanBuilder("POST /orders")
              .setSpanKind(SpanKind.SERVER)
              .setStartTimestamp(start)
              .startSpan();
      Span inner =
          tracer
              .spanBuilder("charge ünïcødé 漢字 🦒")
              .setParent(Context.root().with(root))
              .setSpanKind(SpanKind.CLIENT)
              .setStartTimestamp(start.plusMillis(1))
              .addLink(
                  SpanContext.create(
                      LINKED_TRACE, LINKED_SPAN, TraceFlags.getSampled(), TraceState.getDefault()))
              .setAttribute("text", "value with \"quotes\" and <tags>")
              .setAttribute("whole", 9_007_199_254_740_993L)
              .setAttribute("small", -42L)
              .setAttribute("decimal", 12.5)
              .setAttribute("integral", 3.0)
              .setAttribute("flag", true)
              .setAttribute(AttributeKey.stringArrayKey("list"), List.of("a", "b"))
              .startSpan();
      inner.addEvent(
          "retry",
          Attributes.of(
              AttributeKey.longKey("attempt"), 2L, AttributeKey.booleanKey("last"), false),
          start.plusMillis(2));
      inner.setStatus(StatusCode.ERROR, "card declined");
      inner.end(start.plusMillis(3));
      root.end(start.plusMillis(10));
      parent = root.getSpanContext();
      child = inner.getSpanContext();
    }

    JsonNode trace = spoor.awaitTrace(parent.getTraceId(), 2);
    JsonNode span = span(trace, child.getSpanId());
    JsonNode process = trace.get("processes").get(span.get("processID").asText());
    assertEquals(service, process.get("serviceName").asText());
    assertEquals("node-7", tags(process.get("tags")).get("host.name").get("value").asText());
    assertEquals("charge ünïcødé 漢字 🦒", span.get("operationName").asText());
    assertEquals(micros(start) + 1000, span.get("startTime").asLong());
    assertEquals(2000, span.get("duration").asLong());

    Map<String, JsonNode> tags = tags(span.get("tags"));
    assertTag(tags, "text", "string", "\"value with \\\"quotes\\\" and <tags>\"");
    assertTag(tags, "whole", "int64", "\"9007199254740993\"");
    assertTag(tags, "small", "int64", "-42");
    assertTag(tags, "decimal", "float64", "12.5");
    assertTag(tags, "integral", "float64", "3");
    assertTag(tags, "flag", "bool", "true");
    assertTag(tags, "list", "string", "\"[\\\"a\\\",\\\"b\\\"]\"");
    assertTag(tags, "span.kind", "string", "\"client\"");
    assertTag(tags, "error", "bool", "true");
    assertTag(tags, "otel.status_code", "string", "\"ERROR\"");
    if (exporter.isOtlp()) {
      assertTag(tags, "otel.status_description", "string", "\"card declined\"");
      assertTag(tags, "otel.scope.name", "string", "\"checkout-library\"");
      assertTag(tags, "otel.scope.version", "string", "\"1.2.3\"");
    }

    JsonNode log = span.get("logs").get(0);
    assertEquals(micros(start) + 2000, log.get("timestamp").asLong());
    Map<String, JsonNode> fields = tags(log.get("fields"));
    assertTag(fields, "event", "string", "\"retry\"");
    assertTag(fields, "attempt", "int64", "2");
    assertTag(fields, "last", "bool", "false");

    assertReference(span, "CHILD_OF", parent.getTraceId(), parent.getSpanId());
    assertReference(span, "FOLLOWS_FROM", LINKED_TRACE, LINKED_SPAN);
    assertEquals(0, span(trace, parent.getSpanId()).get("references").size());
  }

  @Test
  void bringsBackWhatJaegerClientSentOverHttp() throws Exception {
    HttpSender sender =
        new HttpSender.Builder(spoor.uri(Port.THRIFT_HTTP, "/api/traces").toString()).build();
    JaegerTracer tracer =
        new JaegerTracer.Builder("legacy-shop")
            .withSampler(new ConstSampler(true))
            .withReporter(new RemoteReporter.Builder().withSender(sender).build())
            .withTag("zone", "eu-1")
            .build();
    io.opentracing.Span root = tracer.buildSpan("legacy root").start();
    io.opentracing.Span follower =
        tracer
            .buildSpan("legacy follower")
            .addReference(References.FOLLOWS_FROM, root.context())
            .withTag("whole", 7)
            .withTag("decimal", 0.25)
            .withTag("flag", true)
            .withTag("text", "x")
            .start();
    follower.log(Map.of("event", "cache miss"));
    follower.finish();
    root.finish();
    tracer.close();

    String traceId = root.context().toTraceId();
    JsonNode trace = spoor.awaitTrace(traceId, 2);
    JsonNode span = span(trace, follower.context().toSpanId());
    JsonNode process = trace.get("processes").get(span.get("processID").asText());
    assertEquals("legacy-shop", process.get("serviceName").asText());
    assertTag(tags(process.get("tags")), "zone", "string", "\"eu-1\"");
    Map<String, JsonNode> tags = tags(span.get("tags"));
    assertTag(tags, "whole", "int64", "7");
    assertTag(tags, "decimal", "float64", "0.25");
    assertTag(tags, "flag", "bool", "true");
    assertTag(tags, "text", "string", "\"x\"");
    assertTag(tags(span.get("logs").get(0).get("fields")), "event", "string", "\"cache miss\"");
    assertReference(span, "FOLLOWS_FROM", span.get("traceID").asText(), root.context().toSpanId());
  }

  @Test
  void findsWhatWasSentByServiceOperationTagAndDuration() {
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "search-me")))
            .addSpanProcessor(SimpleSpanProcessor.create(Exporter.OTLP_GRPC.open()))
            .build()) {
      Instant start = Instant.now().minusSeconds(1);
      Span span =
          provider
              .get("t")
              .spanBuilder("GET /found")
              .setSpanKind(SpanKind.SERVER)
              .setStartTimestamp(start)
              .startSpan();
      span.setAttribute("http.status_code", 503);
      span.end(start.plusMillis(250));
      String id = span.getSpanContext().getTraceId();
      spoor.awaitTrace(id, 1);

      for (String filter :
          List.of(
              "",
              "&operation=GET%20/found",
              "&tag=http.status_code:503",
              "&tag=http.status_code:5..",
              "&tags=%7B%22span.kind%22:%22server%22%7D",
              "&minDuration=200ms&maxDuration=300ms")) {
        JsonNode found = spoor.get(Port.QUERY, "/api/traces?service=search-me" + filter);
        assertEquals(id, found.at("/data/0/traceID").asText(), filter);
      }
      for (String filter :
          List.of(
              "&operation=other",
              "&tag=http.status_code:50",
              "&minDuration=1s",
              "&start=0&end=1000")) {
        JsonNode found = spoor.get(Port.QUERY, "/api/traces?service=search-me" + filter);
        assertEquals(0, found.get("data").size(), filter);
      }
    }
    assertTrue(
        spoor.get(Port.QUERY, "/api/services").get("data").toString().contains("\"search-me\""));
    assertEquals(
        "[\"GET /found\"]",
        spoor.get(Port.QUERY, "/api/services/search-me/operations").get("data").toString());
    assertEquals(
        "[{\"name\":\"GET /found\",\"spanKind\":\"server\"}]",
        spoor
            .get(Port.QUERY, "/api/operations?service=search-me&spanKind=server")
            .get("data")
            .toString());
  }

  private static long micros(Instant time) {
    return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1000;
  }

  private static JsonNode span(JsonNode trace, String spanId) {
    return stream(trace.get("spans"))
        .filter(span -> span.get("spanID").asText().equals(spanId))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span " + spanId + " in " + trace));
  }

  private static Map<String, JsonNode> tags(JsonNode tags) {
    Map<String, JsonNode> byKey = new HashMap<>();
    tags.forEach(tag -> byKey.put(tag.get("key").asText(), tag));
    return byKey;
  }

  private static void assertTag(
      Map<String, JsonNode> tags, String key, String type, String jsonValue) {
    assertTrue(tags.containsKey(key), () -> "no tag " + key + " in " + tags);
    assertEquals(type, tags.get(key).get("type").asText(), key);
    assertEquals(jsonValue, tags.get(key).get("value").toString(), key);
  }

  private static void assertReference(JsonNode span, String type, String traceId, String spanId) {
    assertTrue(
        stream(span.get("references"))
            .anyMatch(
                reference ->
                    reference.get("refType").asText().equals(type)
                        && reference.get("traceID").asText().equals(traceId)
                        && reference.get("spanID").asText().equals(spanId)),
        () -> "no " + type + " " + traceId + " " + spanId + " in " + span.get("references"));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return java.util.stream.StreamSupport.stream(array.spliterator(), false);
  }
}
