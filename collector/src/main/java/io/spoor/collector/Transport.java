package io.spoor.collector;

import java.util.Optional;

/** How a batch came. The code is written in journal records and never changes its meaning. */
public enum Transport {
  /** OTLP and Zipkin of any kind, which Jaeger does not tell apart. */
  UNKNOWN(0, "unknown"),
  HTTP(1, "http"),
  GRPC(2, "grpc"),
  TCHANNEL(3, "tchannel"),
  /** Datagrams. Jaeger counts them behind its agent only, as gRPC. */
  UDP(4, "udp");

  private final int code;
  private final String label;

  Transport(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** 0 to 255, stable for ever. */
  public int code() {
    return code;
  }

  /** The value of Jaeger's metric label {@code transport} (contract: collector.md §9.3). */
  public String label() {
    return label;
  }

  public static Optional<Transport> ofCode(int code) {
    for (Transport transport : values()) {
      if (transport.code == code) {
        return Optional.of(transport);
      }
    }
    return Optional.empty();
  }
}
