package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import io.spoor.collector.receiver.CorsOptions;
import io.spoor.net.Bounds;
import io.spoor.net.tls.ServerTls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ports of the OpenTelemetry protocol.
 *
 * @param grpc empty if OTLP is off, as is {@code http}
 * @param cors which web pages may send
 */
public record OtlpOptions(
    Optional<Endpoint> grpc, int grpcMaxMessageBytes, Optional<Endpoint> http, CorsOptions cors) {
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
          "Closes connections without a request; 0 = receiver.idle-timeout");
  private static final Flag ORIGINS =
      Flag.jaeger(
          "collector.otlp.http.cors.allowed-origins",
          Type.TEXT,
          "",
          "Origins of pages that may send, split by commas; * = any; empty = none");
  private static final Flag HEADERS =
      Flag.jaeger(
          "collector.otlp.http.cors.allowed-headers",
          Type.TEXT,
          "",
          "Headers that those pages may set, split by commas");
  private static final Flag HTTP_READ =
      Flag.jaeger(
          "collector.otlp.http.read-timeout",
          Type.DURATION,
          "0s",
          "For the whole body of a request; 0 = receiver.request-timeout");
  private static final Flag HTTP_HEADER =
      Flag.jaeger(
          "collector.otlp.http.read-header-timeout",
          Type.DURATION,
          "2s",
          "From a connection to its first request, and for the headers of each");
  private static final Flag GRPC_AGE =
      Flag.jaeger(
          "collector.otlp.grpc.max-connection-age",
          Type.DURATION,
          "0s",
          "Sends clients elsewhere after that, give or take a tenth; 0 = never");
  private static final Flag GRPC_GRACE =
      Flag.jaeger(
          "collector.otlp.grpc.max-connection-age-grace",
          Type.DURATION,
          "0s",
          "For the calls under way then; 0 = for ever");

  public OtlpOptions {
    requireNonNull(grpc, "grpc");
    requireNonNull(http, "http");
    requireNonNull(cors, "cors");
  }

  static FlagGroup group(boolean isOn) {
    List<Flag> flags =
        new ArrayList<>(List.of(enabled(isOn), GRPC, GRPC_MAX, GRPC_AGE, GRPC_GRACE));
    flags.addAll(TlsOptions.serverFlags("collector.otlp.grpc"));
    flags.addAll(List.of(HTTP, HTTP_IDLE, HTTP_READ, HTTP_HEADER, ORIGINS, HEADERS));
    flags.addAll(TlsOptions.serverFlags("collector.otlp.http"));
    return new FlagGroup("Collector: OTLP", flags);
  }

  /**
   * Reads the flags.
   *
   * @param isOn whether both ports are open if nobody says
   * @param doors the bounds that these ports share with others
   */
  static OtlpOptions read(Settings settings, boolean isOn, DoorSettings doors) {
    boolean enabled = settings.bool(enabled(isOn));
    Optional<ServerTls> grpcTls = TlsOptions.readServer("collector.otlp.grpc", settings);
    Optional<ServerTls> httpTls = TlsOptions.readServer("collector.otlp.http", settings);
    int maxMessageBytes = CollectorOptions.size(settings, GRPC_MAX);
    Bounds grpcBounds =
        doors
            .bounds()
            .withAge(
                settings.duration(GRPC_AGE, Duration.ZERO),
                settings.duration(GRPC_GRACE, Duration.ZERO));
    Bounds httpBounds = doors.http(settings, HTTP_HEADER, HTTP_READ, HTTP_IDLE);
    CorsOptions cors =
        new CorsOptions(
            ZipkinSettings.list(settings.text(ORIGINS)),
            ZipkinSettings.list(settings.text(HEADERS)));
    return enabled
        ? new OtlpOptions(
            Optional.of(endpoint(settings, GRPC, grpcTls, grpcBounds)),
            maxMessageBytes,
            Optional.of(endpoint(settings, HTTP, httpTls, httpBounds)),
            cors)
        : new OtlpOptions(Optional.empty(), maxMessageBytes, Optional.empty(), cors);
  }

  /** Of a message over gRPC, bytes. */
  static int maxMessage(Settings settings) {
    return CollectorOptions.size(settings, GRPC_MAX);
  }

  static Flag maxMessageFlag() {
    return GRPC_MAX;
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
      Settings settings, Flag flag, Optional<ServerTls> tls, Bounds bounds) {
    HostPort address = settings.hostPort(flag).orElseGet(() -> HostPort.parse(flag.defaultValue()));
    return new Endpoint(flag, address, tls, bounds);
  }
}
