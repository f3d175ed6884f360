package io.spoor.collector.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.proto.model.SpanBatch;
import java.util.BitSet;

/**
 * Keeps a part of all traces, whole ones, the same in every collector with the same salt (contract:
 * collector.md §8.6).
 */
public final class Downsampling implements SpanFilter {
  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final double TWO_TO_THE_64 = 0x1p64;

  private final long salted;
  // Unsigned.
  private final long highest;
  private final Counter accepted;
  private final Counter dropped;

  /**
   * @param ratio of the traces that are kept, 0 to 1
   * @param salt collectors that share it decide alike
   */
  public Downsampling(double ratio, String salt, MeterRegistry registry) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio must be 0 to 1 (got " + ratio + ")");
    }
    salted = hash(OFFSET_BASIS, salt.getBytes(UTF_8));
    highest = highest(ratio);
    accepted = count(registry, "accepted");
    dropped = count(registry, "dropped");
  }

  @Override
  public void filter(SpanBatch batch, BitSet kept) {
    int before = kept.cardinality();
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      if (!keeps(batch.traceIdHigh(i), batch.traceIdLow(i))) {
        kept.clear(i);
      }
    }
    int after = kept.cardinality();
    accepted.increment(after);
    dropped.increment(before - after);
  }

  /** FNV-1a over the salt and the sixteen bytes of the id. */
  boolean keeps(long traceIdHigh, long traceIdLow) {
    return Long.compareUnsigned(hash(hash(salted, traceIdHigh), traceIdLow), highest) <= 0;
  }

  /** Go multiplies 2^64-1, which as a double is 2^64, and converts what it gets. */
  private static long highest(double ratio) {
    double product = TWO_TO_THE_64 * ratio;
    if (product >= TWO_TO_THE_64) {
      return -1L;
    }
    return product >= 0x1p63 ? (long) (product - 0x1p63) + Long.MIN_VALUE : (long) product;
  }

  private static long hash(long hash, byte[] bytes) {
    long value = hash;
    for (byte b : bytes) {
      value = (value ^ (b & 0xff)) * PRIME;
    }
    return value;
  }

  private static long hash(long hash, long bigEndian) {
    long value = hash;
    for (int shift = 56; shift >= 0; shift -= 8) {
      value = (value ^ (bigEndian >>> shift & 0xff)) * PRIME;
    }
    return value;
  }

  private static Counter count(MeterRegistry registry, String what) {
    return Counter.builder("jaeger.downsampling.writer.spans." + what)
        .description("spans-" + what)
        .register(registry);
  }
}
