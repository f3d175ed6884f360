package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import io.spoor.net.Bounds;
import java.util.List;
import java.util.Optional;

/**
 * The ports for clients on the same machine, which an agent has and an all-in-one too (contract:
 * collector.md §7.1, §7.2).
 *
 * @param http where clients ask for sampling strategies
 * @param udp where they send spans
 */
public record LocalPorts(Endpoint http, List<ProcessorOptions> udp) {
  private static final String HTTP_PORT = ":5778";
  private static final Flag HTTP =
      Flag.jaeger(
          "http-server.host-port", Type.HOST_PORT, HTTP_PORT, "Sampling strategies for clients");

  public LocalPorts {
    requireNonNull(http, "http");
    udp = List.copyOf(udp);
  }

  /** Where spans come in. */
  public List<Endpoint> udpEndpoints() {
    return udp.stream().map(ProcessorOptions::endpoint).toList();
  }

  public static List<FlagGroup> groups() {
    return List.of(new FlagGroup("Agent", List.of(HTTP)), ProcessorOptions.group());
  }

  public static LocalPorts read(Settings settings, Bounds bounds) {
    return new LocalPorts(
        new Endpoint(
            HTTP,
            settings.hostPort(HTTP).orElseGet(() -> HostPort.parse(HTTP_PORT)),
            Optional.empty(),
            bounds),
        ProcessorOptions.read(settings));
  }
}
