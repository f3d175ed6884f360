package io.spoor.proto.model;

/**
 * Signed microseconds, as Thrift and Zipkin have them. The model has dates of the years 1 to 9999
 * and durations of 64-bit nanoseconds: what lies beyond is held at the ends. (Jaeger reads negative
 * times as unsigned and gets a date that means nothing.)
 */
public final class Micros {
  private static final long PER_SECOND = 1_000_000;
  private static final long MIN = -62_135_596_800L * PER_SECOND;
  private static final long MAX = 253_402_300_800L * PER_SECOND - 1;

  private Micros() {}

  public static long seconds(long micros) {
    return Math.floorDiv(clamp(micros), PER_SECOND);
  }

  public static int nanosOfSecond(long micros) {
    return (int) Math.floorMod(clamp(micros), PER_SECOND) * 1000;
  }

  public static long durationNanos(long micros) {
    if (micros > Long.MAX_VALUE / 1000) {
      return Long.MAX_VALUE;
    }
    return micros < Long.MIN_VALUE / 1000 ? Long.MIN_VALUE : micros * 1000;
  }

  private static long clamp(long micros) {
    return Math.max(MIN, Math.min(MAX, micros));
  }
}
