package io.spoor.app.server;

import io.spoor.app.config.ProcessorOptions;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.udp.ClientStatistics;
import io.spoor.collector.udp.UdpOptions;
import io.spoor.collector.udp.UdpReceiver;
import io.spoor.proto.thrift.ThriftProtocol;
import java.net.InetSocketAddress;
import java.util.List;

/** Jaeger's UDP ports, for the roles that have them. */
public final class UdpParts {

  private UdpParts() {}

  /** Opens the ports. */
  public static void open(List<ProcessorOptions> ports, Intake intake, ServerRuntime runtime) {
    ReceiverMetrics requests = new ReceiverMetrics(runtime.registry(), "udp");
    ClientStatistics clients = new ClientStatistics(runtime.registry(), runtime.clock());
    for (ProcessorOptions port : ports) {
      UdpOptions options = options(port);
      runtime.deploy(
          port.flag(),
          port.address(),
          1,
          () -> new UdpReceiver(intake, requests, clients, runtime.registry(), options));
    }
  }

  private static UdpOptions options(ProcessorOptions port) {
    return new UdpOptions(
        port.address().host().isEmpty()
            ? new InetSocketAddress(port.address().port())
            : new InetSocketAddress(port.address().host(), port.address().port()),
        switch (port.kind()) {
          case ZIPKIN_COMPACT, JAEGER_COMPACT -> ThriftProtocol.COMPACT;
          case JAEGER_BINARY -> ThriftProtocol.BINARY;
        },
        port.kind().model(),
        port.maxPacketBytes(),
        port.queuePackets(),
        port.socketBufferBytes());
  }
}
