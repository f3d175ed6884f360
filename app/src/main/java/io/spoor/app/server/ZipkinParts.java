package io.spoor.app.server;

import io.spoor.app.config.ZipkinSettings;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.zipkin.ZipkinReceiver;

/** The receiver for Zipkin's clients. */
final class ZipkinParts {

  private ZipkinParts() {}

  static void open(ZipkinSettings settings, Intake intake, ServerRuntime runtime) {
    settings
        .endpoint()
        .ifPresent(
            endpoint -> {
              ReceiverMetrics metrics = new ReceiverMetrics(runtime.registry(), "zipkin");
              runtime.deploy(
                  endpoint,
                  runtime.instances(),
                  () ->
                      new ZipkinReceiver(intake, metrics, settings.cors(), runtime.door(endpoint)));
            });
  }
}
