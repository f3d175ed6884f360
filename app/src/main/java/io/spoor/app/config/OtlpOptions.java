package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ports of the OpenTelemetry protocol.
 *
 * @param grpc empty if OTLP is off, as is {@code http}
 */
public record OtlpOptions(
    Optional<Endpoint> grpc, int grpcMaxMessageBytes, Optional<Endpoint> http) {
  private static final Flag GRPC =
      Flag.jaeger("collector.otlp.grpc.host-port", Type.HOST_PORT, ":4317", "OTLP over gRPC");
  private static final Flag GRPC_MAX =
      Flag.jaeger(
          "collector.otlp.grpc.max-message-size",
          Type.BYTES,
          "4194304",
          "Largest message, inflated");
  private static final Flag HTTP =
      Flag.jaeger("collector.otlp.http.host-port", Type.HOST_PORT, ":4318", "OTLP over HTTP");
  private static final Flag HTTP_IDLE =
      Flag.jaeger(
          "collector.otlp.http.idle-timeout",
          Type.DURATION,
          "0s",
          "Closes silent connections; 0 = never");

  public OtlpOptions {
    requireNonNull(grpc, "grpc");
    requireNonNull(http, "http");
  }

  static FlagGroup group(boolean isOn) {
    List<Flag> flags = new ArrayList<>(List.of(enabled(isOn), GRPC, GRPC_MAX));
    flags.addAll(TlsOptions.serverFlags("collector.otlp.grpc"));
    flags.addAll(List.of(HTTP, HTTP_IDLE));
    flags.addAll(TlsOptions.serverFlags("collector.otlp.http"));
    return new FlagGroup("Collector: OTLP", flags);
  }

  /**
   * Reads the flags.
   *
   * @param isOn whether both ports are open if nobody says
   */
  static OtlpOptions read(Settings settings, boolean isOn) {
    boolean enabled = settings.bool(enabled(isOn));
    Optional<TlsOptions> grpcTls = TlsOptions.readServer("collector.otlp.grpc", settings);
    Optional<TlsOptions> httpTls = TlsOptions.readServer("collector.otlp.http", settings);
    int maxMessageBytes = CollectorOptions.size(settings, GRPC_MAX);
    Duration httpIdle = settings.duration(HTTP_IDLE, Duration.ZERO);
    return enabled
        ? new OtlpOptions(
            Optional.of(endpoint(settings, GRPC, grpcTls, Duration.ZERO)),
            maxMessageBytes,
            Optional.of(endpoint(settings, HTTP, httpTls, httpIdle)))
        : new OtlpOptions(Optional.empty(), maxMessageBytes, Optional.empty());
  }

  private static Flag enabled(boolean isOn) {
    return Flag.jaeger(
        "collector.otlp.enabled",
        Type.BOOLEAN,
        Boolean.toString(isOn),
        "Take OpenTelemetry protocol on both of its ports");
  }

  /** Jaeger's default of these flags is empty, which means the protocol's port. */
  private static Endpoint endpoint(
      Settings settings, Flag flag, Optional<TlsOptions> tls, Duration idleTimeout) {
    HostPort address = settings.hostPort(flag).orElseGet(() -> HostPort.parse(flag.defaultValue()));
    return new Endpoint(flag, address, tls, idleTimeout);
  }
}
