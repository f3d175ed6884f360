package io.spoor.app.server;

import io.spoor.app.config.LocalPorts;
import io.spoor.app.config.ProcessorOptions;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.sampling.SamplingMetrics;
import io.spoor.collector.sampling.SamplingServer;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.collector.udp.ClientStatistics;
import io.spoor.collector.udp.UdpReceiver;
import io.spoor.net.Door;

/** The ports for clients on the same machine, for the roles that have them. */
public final class LocalParts {

  private LocalParts() {}

  /** Opens every port. At the end HTTP goes first, then UDP (contract: collector.md §7.8). */
  public static void open(
      LocalPorts ports, Intake intake, SamplingStrategies strategies, Entrance entrance) {
    ServerRuntime runtime = entrance.runtime();
    ReceiverMetrics metrics = new ReceiverMetrics(runtime.registry(), "udp");
    ClientStatistics clients = new ClientStatistics(runtime.registry(), runtime.clock());
    for (ProcessorOptions port : ports.udp()) {
      runtime.deploy(
          port.endpoint(),
          1,
          () -> new UdpReceiver(intake, metrics, clients, runtime.registry(), port.udp()));
    }
    Door door = entrance.openDoor(ports.http(), "sampling");
    SamplingMetrics sampling = new SamplingMetrics(runtime.registry(), "jaeger.agent");
    runtime.deploy(ports.http(), 1, () -> new SamplingServer(strategies, sampling, door));
  }
}
