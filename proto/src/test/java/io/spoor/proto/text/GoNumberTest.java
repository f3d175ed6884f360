package io.spoor.proto.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.spoor.proto.Seeded;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract: query.md §2 and §4. */
final class GoNumberTest {

  @ParameterizedTest
  @CsvSource({
    "0, 64, 0",
    "-0, 64, 0",
    "+7, 64, 7",
    "007, 64, 7",
    "9223372036854775807, 64, 9223372036854775807",
    "-9223372036854775808, 64, -9223372036854775808",
    "2147483647, 32, 2147483647",
    "-2147483648, 32, -2147483648"
  })
  void readsIntegers(String text, int bits, long value) {
    assertEquals(value, GoNumber.parseInt(text, bits));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, 64, strconv.ParseInt: parsing \"\": invalid syntax",
        "+, 64, strconv.ParseInt: parsing \"+\": invalid syntax",
        "1.0, 64, strconv.ParseInt: parsing \"1.0\": invalid syntax",
        "1e3, 64, strconv.ParseInt: parsing \"1e3\": invalid syntax",
        "` 1`, 64, strconv.ParseInt: parsing \" 1\": invalid syntax",
        "0x1, 64, strconv.ParseInt: parsing \"0x1\": invalid syntax",
        "1_000, 64, strconv.ParseInt: parsing \"1_000\": invalid syntax",
        "١, 64, strconv.ParseInt: parsing \"١\": invalid syntax",
        "9223372036854775808, 64, strconv.ParseInt: parsing \"9223372036854775808\": value out of range",
        "2147483648, 32, strconv.ParseInt: parsing \"2147483648\": value out of range",
        "-2147483649, 32, strconv.ParseInt: parsing \"-2147483649\": value out of range"
      })
  void refusesOtherIntegersInGosWords(String text, int bits, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> GoNumber.parseInt(text, bits))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "3, 3",
    "-3, -3",
    "0.1, 0.1",
    "100, 100",
    "123456789.125, 123456789.125",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "-1.5e300, -1.5e+300",
    "0.000001, 0.000001",
    "0.00000123, 0.00000123",
    "0.0000001, 1e-07",
    "0.00000099, 9.9e-07",
    "4.9e-324, 5e-324",
    "2.2250738585072014e-308, 2.2250738585072014e-308",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "2e-3, 0.002",
    "1e23, 1e+23",
    "9007199254740993, 9007199254740992",
    "1938467517755959.75, 1938467517755959.8",
    "1938467517755959.25, 1938467517755959.2"
  })
  void printsNumbersAsGoDoes(double value, String text) {
    assertEquals(text, GoNumber.json(value));
  }

  @Test
  void printsTheShortestAndNearestTextThatReadsBack() {
    Seeded seeded = Seeded.named("GoNumberTest");
    for (int i = 0; i < Seeded.cases(5_000); i++) {
      double value = any(seeded.random(i));
      assertEquals(slow(value), GoNumber.json(value), () -> "" + value);
    }
  }

  @Test
  void printsPowersOfTwo() {
    for (int exponent = -1074; exponent <= 1023; exponent++) {
      double value = Math.scalb(1.0, exponent);
      assertEquals(slow(value), GoNumber.json(value), "2^" + exponent);
    }
  }

  private static double any(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(1_000_000) / 1000.0;
      case 1 -> random.nextGaussian();
      case 2 -> Double.parseDouble(random.nextInt(1000) + "e" + (random.nextInt(630) - 330));
      default -> {
        double value = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(value) ? value : 1;
      }
    };
  }

  /** Tries one digit, two digits, ...: of the two neighbours the nearer, or the even one. */
  private static String slow(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; ; digits++) {
      MathContext down = new MathContext(digits, RoundingMode.DOWN);
      MathContext up = new MathContext(digits, RoundingMode.UP);
      Optional<BigDecimal> best =
          Stream.of(exact.round(down), exact.round(up))
              .filter(candidate -> Double.parseDouble(candidate.toString()) == value)
              .min(
                  Comparator.comparing((BigDecimal candidate) -> candidate.subtract(exact).abs())
                      .thenComparing(candidate -> candidate.unscaledValue().testBit(0)));
      if (best.isPresent()) {
        return layOut(best.get().stripTrailingZeros());
      }
    }
  }

  private static String layOut(BigDecimal number) {
    double size = Math.abs(number.doubleValue());
    if (size >= 1e-6 && size < 1e21) {
      return number.toPlainString();
    }
    String digits = number.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    int exponent = number.precision() - number.scale() - 1;
    return (number.signum() < 0 ? "-" : "")
        + mantissa
        + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  @Test
  void namesTheFunctionAndQuotesTheText() {
    assertEquals(
        List.of("strconv.ParseUint: parsing \"a\\\"b\": invalid syntax"),
        List.of(GoNumber.failure("ParseUint", "a\"b", "invalid syntax").getMessage()));
  }
}
