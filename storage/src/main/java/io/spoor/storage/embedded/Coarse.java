package io.spoor.storage.embedded;

/**
 * Times that only have to bound what they stand for, in as few bits as will do: a chunk that they
 * let pass is checked span by span.
 */
final class Coarse {
  private static final int SPREAD_SHIFT = 10;

  private Coarse() {}

  /** Microseconds between the first and the last start, rounded up. */
  static long spread(long micros) {
    return (micros >>> SPREAD_SHIFT) + 1;
  }

  /** The earliest start there can be. */
  static long earliest(long last, long spread) {
    return last - (spread << SPREAD_SHIFT);
  }

  /** A number below 512 that never falls when the duration grows: eight steps for each doubling. */
  static int duration(long micros) {
    if (micros <= 0) {
      return 0;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(micros);
    long fraction = exponent >= 3 ? micros >>> (exponent - 3) : micros << (3 - exponent);
    return exponent * 8 + (int) (fraction & 7) + 1;
  }
}
