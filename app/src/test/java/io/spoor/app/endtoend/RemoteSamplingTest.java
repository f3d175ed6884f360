package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.extension.trace.jaeger.sampler.JaegerRemoteSampler;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.spoor.app.endtoend.SpoorProcess.Port;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenTelemetry's own sampler asks port 14250, and follows a file that changes. */
final class RemoteSamplingTest {
  @TempDir Path directory;

  @Test
  void tellsOpenTelemetrysRemoteSamplerWhatTheFileSays() throws Exception {
    Path file = directory.resolve("strategies.json");
    Files.writeString(file, strategies("1"));
    try (SpoorProcess spoor =
            SpoorProcess.start(
                directory,
                "--sampling.strategies-file=" + file,
                "--sampling.strategies-reload-interval=100ms");
        JaegerRemoteSampler sampler =
            JaegerRemoteSampler.builder()
                .setEndpoint("http://127.0.0.1:" + spoor.port(Port.JAEGER_GRPC))
                .setServiceName("shop")
                .setInitialSampler(Sampler.alwaysOff())
                .setPollingInterval(Duration.ofMillis(100))
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder().setSampler(sampler).build()) {
      Tracer tracer = provider.get("test");
      spoor.await("the first strategy", () -> isSampled(tracer, "buy"));
      assertTrue(!isSampled(tracer, "health"), "operations have their own");
      Files.writeString(file, strategies("0"));
      spoor.await("the changed strategy", () -> !isSampled(tracer, "buy"));
      assertEquals(
          200,
          spoor
              .send(
                  HttpRequest.newBuilder(spoor.uri(Port.THRIFT_HTTP, "/api/sampling?service=shop"))
                      .build())
              .statusCode());
    }
  }

  private static boolean isSampled(Tracer tracer, String operation) {
    Span span = tracer.spanBuilder(operation).startSpan();
    try {
      return span.getSpanContext().isSampled();
    } finally {
      span.end();
    }
  }

  private static String strategies(String rate) {
    return "{\"service_strategies\":[{\"service\":\"shop\",\"type\":\"probabilistic\",\"param\":"
        + rate
        + ",\"operation_strategies\":"
        + "[{\"operation\":\"health\",\"type\":\"probabilistic\",\"param\":0}]}]}";
  }
}
