package io.spoor.proto.otlp;

/** OTLP's unsigned nanoseconds, which Jaeger reads as signed: from the year 2262 on they wrap. */
final class Times {
  private static final long NANOS = 1_000_000_000L;

  private Times() {}

  static long seconds(long nanos) {
    return Math.floorDiv(nanos, NANOS);
  }

  static int nanosOfSecond(long nanos) {
    return (int) Math.floorMod(nanos, NANOS);
  }

  /** {@code end - start}, held at the ends of the range as Go's {@code time.Sub} does. */
  static long duration(long start, long end) {
    long difference = end - start;
    if (((end ^ start) & (end ^ difference)) < 0) {
      return end < start ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return difference;
  }
}
