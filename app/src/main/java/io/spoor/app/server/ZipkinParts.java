package io.spoor.app.server;

import io.spoor.app.config.ZipkinSettings;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.zipkin.ZipkinReceiver;
import io.spoor.net.Door;

/** The receiver for Zipkin's clients. */
final class ZipkinParts {

  private ZipkinParts() {}

  static void open(ZipkinSettings settings, Intake intake, Entrance entrance) {
    ServerRuntime runtime = entrance.runtime();
    settings
        .endpoint()
        .ifPresent(
            endpoint -> {
              ReceiverMetrics metrics = new ReceiverMetrics(runtime.registry(), "zipkin");
              Door door = entrance.door(endpoint, "zipkin");
              runtime.deploy(
                  endpoint,
                  runtime.instances(),
                  () -> new ZipkinReceiver(intake, metrics, settings.cors(), door));
            });
  }
}
