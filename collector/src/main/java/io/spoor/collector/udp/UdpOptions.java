package io.spoor.collector.udp;

import static java.util.Objects.requireNonNull;

import io.spoor.proto.thrift.ThriftProtocol;
import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * One UDP port.
 *
 * @param model the metric label, {@code jaeger} or {@code zipkin}: it means nothing else
 * @param maxPacketBytes longer datagrams are refused and counted
 * @param queuePackets in front of the journal: beyond that they are dropped and counted
 * @param socketBufferBytes SO_RCVBUF; 0 = {@link #DEFAULT_SOCKET_BUFFER_BYTES}. The system gives
 *     what it allows
 */
public record UdpOptions(
    InetSocketAddress address,
    ThriftProtocol protocol,
    String model,
    int maxPacketBytes,
    int queuePackets,
    int socketBufferBytes) {
  /** What clients keep to. */
  public static final int DEFAULT_MAX_PACKET_BYTES = 65_000;

  public static final int DEFAULT_QUEUE_PACKETS = 1000;

  /**
   * The reference leaves the socket as the system has it, which is often 208 KiB: three or four
   * full packets, where clients flush in bursts.
   */
  public static final int DEFAULT_SOCKET_BUFFER_BYTES = 1 << 20;

  /** Nothing longer fits in a datagram. */
  private static final int LARGEST_PACKET = 65_535;

  public UdpOptions {
    requireNonNull(address, "address");
    requireNonNull(protocol, "protocol");
    requireNonNull(model, "model");
    if (maxPacketBytes < 1 || queuePackets < 1 || socketBufferBytes < 0) {
      throw new IllegalArgumentException(
          "sizes of a UDP port must be >= 1, its socket's buffer >= 0 (got "
              + maxPacketBytes
              + ", "
              + queuePackets
              + ", "
              + socketBufferBytes
              + ")");
    }
    maxPacketBytes = Math.min(maxPacketBytes, LARGEST_PACKET);
  }

  /** With the reference's defaults. */
  public static UdpOptions of(InetSocketAddress address, ThriftProtocol protocol, String model) {
    return new UdpOptions(
        address, protocol, model, DEFAULT_MAX_PACKET_BYTES, DEFAULT_QUEUE_PACKETS, 0);
  }

  /** The metric label of the protocol. */
  String protocolLabel() {
    return protocol.name().toLowerCase(Locale.ROOT);
  }
}
