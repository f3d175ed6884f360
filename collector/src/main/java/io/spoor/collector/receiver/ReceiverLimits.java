package io.spoor.collector.receiver;

import static java.util.Objects.requireNonNull;

import io.spoor.proto.codec.DecodeLimits;

/**
 * What one request may cost.
 *
 * @param maxBodyBytes of a message, inflated
 * @param maxInflationRatio inflated bytes for one compressed byte
 * @param maxInFlightBytes of bodies that are being read or kept, over all receivers
 */
public record ReceiverLimits(
    int maxBodyBytes, int maxInflationRatio, long maxInFlightBytes, DecodeLimits decode) {
  public static final ReceiverLimits DEFAULTS =
      new ReceiverLimits(20 << 20, 100, 256L << 20, DecodeLimits.DEFAULTS);

  public ReceiverLimits {
    if (maxBodyBytes < 1) {
      throw new IllegalArgumentException(
          "receiver.max-body-bytes must be >= 1 (got " + maxBodyBytes + ")");
    }
    if (maxInflationRatio < 1) {
      throw new IllegalArgumentException(
          "receiver.max-inflation-ratio must be >= 1 (got " + maxInflationRatio + ")");
    }
    if (maxInFlightBytes < 2L * maxBodyBytes) {
      // A sender alone may hold half of it.
      throw new IllegalArgumentException(
          "receiver.max-in-flight-bytes must be >= twice receiver.max-body-bytes (got "
              + maxInFlightBytes
              + ")");
    }
    requireNonNull(decode, "decode");
  }
}
