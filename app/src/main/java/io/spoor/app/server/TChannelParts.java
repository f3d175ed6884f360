package io.spoor.app.server;

import io.spoor.app.Version;
import io.spoor.app.config.TChannelSettings;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.collector.tchannel.Identity;
import io.spoor.collector.tchannel.TChannelOptions;
import io.spoor.collector.tchannel.TChannelReceiver;

/** The receiver for agents before 1.18. */
final class TChannelParts {

  private TChannelParts() {}

  static void open(
      TChannelSettings settings, Intake intake, SamplingStrategies strategies, Entrance entrance) {
    ServerRuntime runtime = entrance.runtime();
    settings
        .endpoint()
        .ifPresent(
            endpoint -> {
              ReceiverMetrics metrics = new ReceiverMetrics(runtime.registry(), "tchannel");
              entrance.keep(endpoint, "tchannel");
              TChannelOptions options =
                  TChannelOptions.of(Identity.ofThisProcess("collector", Version.read().number()))
                      .within(endpoint.bounds().headTimeout())
                      .idleFor(endpoint.bounds().idleTimeout());
              runtime.deploy(
                  endpoint,
                  runtime.instances(),
                  () ->
                      new TChannelReceiver(
                          intake, metrics, strategies, endpoint.listen(), options));
            });
  }
}
