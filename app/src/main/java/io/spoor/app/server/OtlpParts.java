package io.spoor.app.server;

import io.spoor.app.config.OtlpOptions;
import io.spoor.collector.otlp.OtlpGrpcReceiver;
import io.spoor.collector.otlp.OtlpHttpReceiver;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.net.Door;

/** The receivers of the OpenTelemetry protocol, for the roles that have them. */
public final class OtlpParts {

  private OtlpParts() {}

  /** Opens the ports that are on. */
  public static void open(OtlpOptions options, Intake intake, Entrance entrance) {
    ServerRuntime runtime = entrance.runtime();
    options
        .grpc()
        .ifPresent(
            endpoint -> {
              ReceiverMetrics metrics = new ReceiverMetrics(runtime.registry(), "otlp-grpc");
              Door door = entrance.door(endpoint, "otlp-grpc");
              runtime.deploy(
                  endpoint,
                  runtime.instances(),
                  () -> new OtlpGrpcReceiver(intake, metrics, door, options.grpcMaxMessageBytes()));
            });
    options
        .http()
        .ifPresent(
            endpoint -> {
              ReceiverMetrics metrics = new ReceiverMetrics(runtime.registry(), "otlp-http");
              Door door = entrance.door(endpoint, "otlp-http");
              runtime.deploy(
                  endpoint,
                  runtime.instances(),
                  () -> new OtlpHttpReceiver(intake, metrics, options.cors(), door));
            });
  }
}
