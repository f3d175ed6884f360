package io.spoor.proto.text;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as Go's {@code time.Duration} reads and prints them (contract: query.md §4, §9.2). */
public final class GoDuration {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** As an unsigned number: the size of the smallest duration. */
  private static final long MAX_SIZE = Long.MIN_VALUE;

  private final String text;
  private int at;

  private GoDuration(String text) {
    this.text = text;
  }

  /**
   * Reads numbers each followed by a unit, such as {@code 1h15m30.5s} or {@code -5ms}; a bare
   * {@code 0} is allowed.
   *
   * @throws IllegalArgumentException with Go's text
   */
  public static Duration parse(String text) {
    return new GoDuration(text).parse();
  }

  /**
   * Prints as Go does: {@code 1h15m30.5s}, {@code 1.5ms}, {@code 15µs}, {@code 0s}.
   *
   * @throws ArithmeticException if the duration is more than 292 years
   */
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    String sign = nanos < 0 ? "-" : "";
    // Unsigned, as the smallest duration has no positive twin.
    long size = Math.abs(nanos);
    if (size > 0 && size < 1000) {
      return sign + size + "ns";
    }
    if (size > 0 && size < 1_000_000) {
      return sign + decimal(size, 3) + "µs";
    }
    if (size > 0 && size < NANOS_PER_SECOND) {
      return sign + decimal(size, 6) + "ms";
    }
    long minutes = Long.divideUnsigned(size, 60 * NANOS_PER_SECOND);
    String seconds = decimal(Long.remainderUnsigned(size, 60 * NANOS_PER_SECOND), 9) + "s";
    if (minutes == 0) {
      return sign + seconds;
    }
    long hours = minutes / 60;
    return sign + (hours > 0 ? hours + "h" : "") + minutes % 60 + "m" + seconds;
  }

  private Duration parse() {
    boolean isNegative = text.startsWith("-");
    if (isNegative || text.startsWith("+")) {
      at = 1;
    }
    if (text.startsWith("0", at) && text.length() == at + 1) {
      return Duration.ZERO;
    }
    if (at == text.length()) {
      throw invalid();
    }
    long size = 0;
    while (at < text.length()) {
      size += part();
      if (Long.compareUnsigned(size, MAX_SIZE) > 0) {
        throw invalid();
      }
    }
    if (size == MAX_SIZE && !isNegative) {
      throw invalid();
    }
    return Duration.ofNanos(isNegative ? -size : size);
  }

  /** A number and its unit, in nanoseconds: unsigned, at most {@link #MAX_SIZE}. */
  private long part() {
    int from = at;
    long whole = whole();
    boolean hasDigits = at > from;
    long fraction = 0;
    double scale = 1;
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      boolean isFull = false;
      for (; isDigit(); at++) {
        hasDigits = true;
        long longer = fraction * 10 + (text.charAt(at) - '0');
        // Digits that no longer fit cannot change a nanosecond.
        isFull |= fraction > Long.MAX_VALUE / 10 || longer < 0;
        if (!isFull) {
          fraction = longer;
          scale *= 10;
        }
      }
    }
    if (!hasDigits) {
      throw invalid();
    }
    long unit = unit();
    if (Long.compareUnsigned(whole, Long.divideUnsigned(MAX_SIZE, unit)) > 0) {
      throw invalid();
    }
    long size = whole * unit + (long) (fraction * (unit / scale));
    if (Long.compareUnsigned(size, MAX_SIZE) > 0) {
      throw invalid();
    }
    return size;
  }

  private long whole() {
    long whole = 0;
    for (; isDigit(); at++) {
      if (Long.compareUnsigned(whole, Long.MAX_VALUE / 10) > 0) {
        throw invalid();
      }
      whole = whole * 10 + (text.charAt(at) - '0');
      if (Long.compareUnsigned(whole, MAX_SIZE) > 0) {
        throw invalid();
      }
    }
    return whole;
  }

  private long unit() {
    int from = at;
    while (at < text.length() && text.charAt(at) != '.' && !isDigit()) {
      at++;
    }
    if (at == from) {
      throw new IllegalArgumentException(
          "time: missing unit in duration " + GoText.quoteAscii(text));
    }
    String unit = text.substring(from, at);
    return switch (unit) {
      case "ns" -> 1L;
      // Both micro signs of Unicode.
      case "us", "\u00b5s", "\u03bcs" -> 1000L;
      case "ms" -> 1_000_000L;
      case "s" -> NANOS_PER_SECOND;
      case "m" -> 60 * NANOS_PER_SECOND;
      case "h" -> 3600 * NANOS_PER_SECOND;
      default ->
          throw new IllegalArgumentException(
              "time: unknown unit "
                  + GoText.quoteAscii(unit)
                  + " in duration "
                  + GoText.quoteAscii(text));
    };
  }

  private boolean isDigit() {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private IllegalArgumentException invalid() {
    return new IllegalArgumentException("time: invalid duration " + GoText.quoteAscii(text));
  }

  private static String decimal(long value, int scale) {
    BigDecimal decimal = BigDecimal.valueOf(value, scale).stripTrailingZeros();
    return decimal.signum() == 0 ? "0" : decimal.toPlainString();
  }
}
