package io.spoor.proto.zipkin;

import java.util.Arrays;

/** One side of a call. Its text stands in the message. */
final class Endpoint {
  int serviceAt;
  int serviceLength;

  /** 0 is unknown, as in Thrift. */
  int ipv4;

  // Both 0 is unknown.
  long ipv6High;
  long ipv6Low;

  /** 1 to 65535; 0 is unknown. */
  int port;

  Endpoint clear() {
    serviceAt = 0;
    serviceLength = 0;
    ipv4 = 0;
    ipv6High = 0;
    ipv6Low = 0;
    port = 0;
    return this;
  }

  boolean hasIpv6() {
    return (ipv6High | ipv6Low) != 0;
  }

  /** Whether it says nothing, which is the same as being absent. */
  boolean isEmpty() {
    return serviceLength == 0 && ipv4 == 0 && port == 0 && !hasIpv6();
  }

  boolean hasServiceOf(Endpoint other, byte[] bytes) {
    return serviceLength == other.serviceLength
        && Arrays.equals(
            bytes,
            serviceAt,
            serviceAt + serviceLength,
            bytes,
            other.serviceAt,
            other.serviceAt + serviceLength);
  }

  boolean isSameAs(Endpoint other, byte[] bytes) {
    return ipv4 == other.ipv4
        && ipv6High == other.ipv6High
        && ipv6Low == other.ipv6Low
        && port == other.port
        && hasServiceOf(other, bytes);
  }

  /** Takes over all but the service. */
  Endpoint setAddressOf(Endpoint other) {
    clear();
    ipv4 = other.ipv4;
    ipv6High = other.ipv6High;
    ipv6Low = other.ipv6Low;
    port = other.port;
    return this;
  }
}
