package io.spoor.proto.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as Go's {@code strconv} and {@code encoding/json} read and print them. */
public final class GoNumber {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
  private static final BigDecimal PLAIN_FROM = new BigDecimal("1e-6");
  private static final BigDecimal PLAIN_BELOW = new BigDecimal("1e21");

  private GoNumber() {}

  /**
   * An integer with optional sign and decimal digits.
   *
   * @param bits 32 or 64
   * @throws IllegalArgumentException with the text of {@code strconv.ParseInt}
   */
  public static long parseInt(String text, int bits) {
    if (!INTEGER.matcher(text).matches()) {
      throw failure("ParseInt", text, "invalid syntax");
    }
    try {
      long value = Long.parseLong(text);
      if (bits == 64 || value == (int) value) {
        return value;
      }
    } catch (NumberFormatException e) {
      // digits only, so it is too long: told below
    }
    throw failure("ParseInt", text, "value out of range");
  }

  /** Go's words for a number that does not parse. */
  public static IllegalArgumentException failure(String function, String text, String why) {
    return new IllegalArgumentException(
        "strconv." + function + ": parsing " + GoText.quote(text) + ": " + why);
  }

  /**
   * The shortest text that reads back as the same number, as Jaeger's JSON has it: {@code 3} for
   * 3.0, plain from 1e-6 to below 1e21, else {@code 1e+21} (contract: query.md §2).
   *
   * @param value finite
   */
  public static String json(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal shortest = shortest(value);
    BigDecimal size = shortest.abs();
    if (size.compareTo(PLAIN_FROM) >= 0 && size.compareTo(PLAIN_BELOW) < 0) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /**
   * Fewest digits, and of those the nearest: {@code Double.toString} of Java 17 is at times a digit
   * too long, or the farther of two.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal text = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    for (int precision = text.precision(); precision > 0; precision--) {
      Optional<BigDecimal> same = nearest(exact, precision, value);
      if (same.isEmpty()) {
        return text;
      }
      text = same.get();
    }
    return text;
  }

  /** The number of so many digits that is nearest to {@code exact}, of those that read as value. */
  private static Optional<BigDecimal> nearest(BigDecimal exact, int precision, double value) {
    BigDecimal nearest = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
    if (nearest.doubleValue() == value) {
      return Optional.of(nearest.stripTrailingZeros());
    }
    // Around powers of two the numbers below lie closer together than those above.
    BigDecimal larger = exact.round(new MathContext(precision, RoundingMode.UP));
    return larger.doubleValue() == value
        ? Optional.of(larger.stripTrailingZeros())
        : Optional.empty();
  }
}
