package io.spoor.proto.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Durations as Go's {@code time.Duration} reads and prints them (contract: query.md §4, §9.2). */
public final class GoDuration {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private GoDuration() {}

  /**
   * Reads numbers each followed by a unit, such as {@code 1h15m30.5s} or {@code -5ms}; a bare
   * {@code 0} is allowed.
   *
   * @throws IllegalArgumentException with Go's text
   */
  public static Duration parse(String text) {
    String rest = text;
    boolean negative = rest.startsWith("-");
    if (negative || rest.startsWith("+")) {
      rest = rest.substring(1);
    }
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    if (rest.isEmpty()) {
      throw invalid(text);
    }
    BigDecimal nanos = BigDecimal.ZERO;
    while (!rest.isEmpty()) {
      int digits = 0;
      while (digits < rest.length() && isNumberPart(rest.charAt(digits))) {
        digits++;
      }
      String number = rest.substring(0, digits);
      if (number.isEmpty()
          || number.equals(".")
          || number.indexOf('.') != number.lastIndexOf('.')
          || number.length() > 40) {
        throw invalid(text);
      }
      int unitEnd = digits;
      while (unitEnd < rest.length() && !isNumberPart(rest.charAt(unitEnd))) {
        unitEnd++;
      }
      String unit = rest.substring(digits, unitEnd);
      if (unit.isEmpty()) {
        throw new IllegalArgumentException("time: missing unit in duration " + GoText.quote(text));
      }
      nanos = nanos.add(new BigDecimal(number).multiply(BigDecimal.valueOf(nanosOf(unit, text))));
      rest = rest.substring(unitEnd);
    }
    nanos = nanos.setScale(0, RoundingMode.DOWN);
    if (nanos.toBigInteger().bitLength() > 63) {
      throw invalid(text);
    }
    long value = nanos.longValueExact();
    return Duration.ofNanos(negative ? -value : value);
  }

  /** Prints as Go does: {@code 1h15m30.5s}, {@code 1.5ms}, {@code 15µs}, {@code 0s}. */
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    String sign = nanos < 0 ? "-" : "";
    long size = Math.abs(nanos);
    if (size < 1000) {
      return sign + size + "ns";
    }
    if (size < 1_000_000) {
      return sign + decimal(size, 3) + "µs";
    }
    if (size < NANOS_PER_SECOND) {
      return sign + decimal(size, 6) + "ms";
    }
    long minutes = size / (60 * NANOS_PER_SECOND);
    String seconds = decimal(size % (60 * NANOS_PER_SECOND), 9) + "s";
    if (minutes == 0) {
      return sign + seconds;
    }
    long hours = minutes / 60;
    return sign + (hours > 0 ? hours + "h" : "") + minutes % 60 + "m" + seconds;
  }

  private static String decimal(long value, int scale) {
    BigDecimal decimal = BigDecimal.valueOf(value, scale).stripTrailingZeros();
    return decimal.signum() == 0 ? "0" : decimal.toPlainString();
  }

  private static boolean isNumberPart(char c) {
    return c == '.' || (c >= '0' && c <= '9');
  }

  private static long nanosOf(String unit, String text) {
    return switch (unit) {
      case "ns" -> 1L;
      case "us", "µs", "μs" -> 1000L;
      case "ms" -> 1_000_000L;
      case "s" -> NANOS_PER_SECOND;
      case "m" -> 60 * NANOS_PER_SECOND;
      case "h" -> 3600 * NANOS_PER_SECOND;
      default ->
          throw new IllegalArgumentException(
              "time: unknown unit " + GoText.quote(unit) + " in duration " + GoText.quote(text));
    };
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException("time: invalid duration " + GoText.quote(text));
  }
}
