package io.spoor.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EndpointTest {
  @Test
  void timesOfAnHttpServerAreJaegersWhereGivenAndTheReceiversOtherwise() {
    Settings settings =
        new Settings(
            Map.of(
                "receiver.idle-timeout", "1h",
                "receiver.request-timeout", "30s",
                "collector.http-server.read-timeout", "7s",
                "collector.grpc-server.max-connection-age", "1m"),
            Map.of());
    CollectorOptions options = CollectorOptions.read(settings, Map.of());
    settings.verify();
    assertEquals(Duration.ofHours(1), options.http().bounds().idleTimeout());
    assertEquals(Duration.ofSeconds(7), options.http().bounds().requestTimeout());
    assertEquals(Duration.ofSeconds(2), options.http().bounds().headTimeout());
    assertEquals(Duration.ofSeconds(30), options.grpc().bounds().requestTimeout());
    assertEquals(Duration.ofSeconds(10), options.grpc().bounds().headTimeout());
    assertEquals(Duration.ofMinutes(1), options.grpc().bounds().maxAge());
  }

  @Test
  void emptyOtlpAddressMeansItsOwnPort() {
    Settings settings =
        new Settings(
            Map.of("collector.otlp.grpc.host-port", "", "collector.otlp.http.host-port", "4000"),
            Map.of());
    CollectorOptions options = CollectorOptions.read(settings, Map.of());
    settings.verify();
    assertEquals(new HostPort("", 4317), options.otlp().grpc().orElseThrow().address());
    assertEquals(new HostPort("", 4000), options.otlp().http().orElseThrow().address());
  }

  @Test
  void otlpCanBeTurnedOff() {
    CollectorOptions options =
        CollectorOptions.read(
            new Settings(Map.of("collector.otlp.enabled", "false"), Map.of()), Map.of());
    assertTrue(options.otlp().grpc().isEmpty() && options.otlp().http().isEmpty());
  }
}
