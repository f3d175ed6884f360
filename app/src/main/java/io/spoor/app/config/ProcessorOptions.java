package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import io.spoor.collector.udp.UdpOptions;
import io.spoor.net.Bounds;
import io.spoor.proto.thrift.ThriftProtocol;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A UDP port that takes batches from clients beside it (contract: collector.md §7.1, §10.3).
 *
 * @param flag of the address
 * @param maxPacketBytes of a datagram; a longer one is refused
 * @param queuePackets that wait to be read
 * @param socketBufferBytes 0 = the default
 */
public record ProcessorOptions(
    Kind kind,
    Flag flag,
    HostPort address,
    int maxPacketBytes,
    int queuePackets,
    int socketBufferBytes) {

  /** The three ports; model and protocol are what Jaeger's metrics call them. */
  public enum Kind {
    ZIPKIN_COMPACT("zipkin", "compact", 5775),
    JAEGER_COMPACT("jaeger", "compact", 6831),
    JAEGER_BINARY("jaeger", "binary", 6832);

    private final String model;
    private final String protocol;
    private final int port;

    Kind(String model, String protocol, int port) {
      this.model = model;
      this.protocol = protocol;
      this.port = port;
    }

    public String model() {
      return model;
    }

    private String prefix() {
      return "processor." + model + "-" + protocol + ".";
    }
  }

  private static final int PACKET_BYTES = 65_000;
  private static final int QUEUE_PACKETS = 1000;

  public ProcessorOptions {
    requireNonNull(kind, "kind");
    requireNonNull(flag, "flag");
    requireNonNull(address, "address");
  }

  public static FlagGroup group() {
    List<Flag> flags = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      flags.add(address(kind));
      flags.add(packetSize(kind));
      flags.add(queueSize(kind));
      flags.add(socketBuffer(kind));
      flags.add(workers(kind));
    }
    return new FlagGroup("UDP ports for clients", flags);
  }

  /** Reads the flags of all ports. */
  public static List<ProcessorOptions> read(Settings settings) {
    List<ProcessorOptions> ports = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      settings.integer(workers(kind), 0);
      Optional<HostPort> address = settings.hostPort(address(kind));
      if (address.isEmpty()) {
        continue;
      }
      ports.add(
          new ProcessorOptions(
              kind,
              address(kind),
              address.get(),
              orDefault(settings.integer(packetSize(kind), 0), PACKET_BYTES),
              orDefault(settings.integer(queueSize(kind), 0), QUEUE_PACKETS),
              settings.integer(socketBuffer(kind), 0)));
    }
    return List.copyOf(ports);
  }

  /** What is opened. */
  public Endpoint endpoint() {
    return new Endpoint(flag, address, Optional.empty(), Bounds.DEFAULTS);
  }

  /** How it is opened. */
  public UdpOptions udp() {
    return new UdpOptions(
        new InetSocketAddress(address.bindHost(), address.port()),
        kind == Kind.JAEGER_BINARY ? ThriftProtocol.BINARY : ThriftProtocol.COMPACT,
        kind.model(),
        maxPacketBytes,
        queuePackets,
        socketBufferBytes);
  }

  private static int orDefault(int given, int byDefault) {
    return given == 0 ? byDefault : given;
  }

  private static Flag address(Kind kind) {
    return flag(
        kind,
        "server-host-port",
        Type.HOST_PORT,
        ":" + kind.port,
        "Thrift " + kind.protocol + " over UDP; empty = off");
  }

  private static Flag packetSize(Kind kind) {
    return flag(
        kind,
        "server-max-packet-size",
        Type.INTEGER,
        Integer.toString(PACKET_BYTES),
        "Longest datagram; 0 = the default");
  }

  private static Flag queueSize(Kind kind) {
    return flag(
        kind,
        "server-queue-size",
        Type.INTEGER,
        Integer.toString(QUEUE_PACKETS),
        "Datagrams that wait; 0 = the default");
  }

  private static Flag socketBuffer(Kind kind) {
    return flag(
        kind,
        "server-socket-buffer-size",
        Type.INTEGER,
        "0",
        "Bytes of the socket's buffer; 0 = 1 MiB, or what the system allows");
  }

  private static Flag workers(Kind kind) {
    return Flag.ignored(
        kind.prefix() + "workers", Type.INTEGER, "10", "the event loops do the work");
  }

  private static Flag flag(
      Kind kind, String name, Type type, String defaultValue, String description) {
    return Flag.jaeger(kind.prefix() + name, type, defaultValue, description);
  }
}
