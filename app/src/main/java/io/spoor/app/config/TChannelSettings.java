package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.net.Bounds;
import java.util.List;
import java.util.Optional;

/**
 * The port for agents before 1.18. It is never bound to {@code COLLECTOR_PORT}, which Kubernetes
 * sets beside a service of that name (contract: deploy.md §13).
 *
 * @param endpoint empty if it is off
 */
public record TChannelSettings(Optional<Endpoint> endpoint) {
  private static final Flag HOST_PORT =
      Flag.jaeger(
          "collector.tchannel-server.host-port",
          Type.HOST_PORT,
          ":14267",
          "TChannel, for agents before 1.18; empty = off");

  public TChannelSettings {
    requireNonNull(endpoint, "endpoint");
  }

  static FlagGroup group() {
    return new FlagGroup("Collector: TChannel", List.of(HOST_PORT));
  }

  static TChannelSettings read(Settings settings, Bounds bounds) {
    return new TChannelSettings(
        settings
            .hostPort(HOST_PORT)
            .map(address -> new Endpoint(HOST_PORT, address, Optional.empty(), bounds)));
  }
}
