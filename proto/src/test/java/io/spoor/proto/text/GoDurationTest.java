package io.spoor.proto.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.spoor.proto.Seeded;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract: query.md §4 and §9.2. */
final class GoDurationTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0, 0
          +0, 0
          -0, 0
          0s, 0
          1ns, 1
          15us, 15000
          15µs, 15000
          15μs, 15000
          1.5ms, 1500000
          100ms, 100000000
          1.2s, 1200000000
          -5s, -5000000000
          +5s, 5000000000
          .5s, 500000000
          5.s, 5000000000
          1m, 60000000000
          1h, 3600000000000
          1h15m30.918273645s, 4530918273645
          1s1s, 2000000000
          1s2h, 7201000000000
          39h9m14.425s, 140954425000000
          0.9ns, 0
          -1.9ns, -1
          0.3333333333333333333h, 1200000000000
          0.100000000000000000000h, 360000000000
          9007199254.740993ms, 9007199254740993
          0.830103483285477580700h, 2988372539827
          9223372036854775807ns, 9223372036854775807
          -9223372036854775808ns, -9223372036854775808
          9223372036s854ms775us807ns, 9223372036854775807
          """)
  void reads(String text, long nanos) {
    assertEquals(Duration.ofNanos(nanos), GoDuration.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                       | time: invalid duration ""
          3                        | time: missing unit in duration "3"
          00                       | time: missing unit in duration "00"
          1.2.3s                   | time: missing unit in duration "1.2.3s"
          1s2                      | time: missing unit in duration "1s2"
          -                        | time: invalid duration "-"
          --1s                     | time: invalid duration "--1s"
          s                        | time: invalid duration "s"
          .                        | time: invalid duration "."
          -.s                      | time: invalid duration "-.s"
          .s                       | time: invalid duration ".s"
          ` 1s`                    | time: invalid duration " 1s"
          1d                       | time: unknown unit "d" in duration "1d"
          1 s                      | time: unknown unit " s" in duration "1 s"
          1e3s                     | time: unknown unit "e" in duration "1e3s"
          1S                       | time: unknown unit "S" in duration "1S"
          1"                       | time: unknown unit "\\"" in duration "1\\""
          1é                       | time: unknown unit "\\xc3\\xa9" in duration "1\\xc3\\xa9"
          9223372036854775808ns    | time: invalid duration "9223372036854775808ns"
          -9223372036854775809ns   | time: invalid duration "-9223372036854775809ns"
          9223372036854775.808us   | time: invalid duration "9223372036854775.808us"
          3000000h                 | time: invalid duration "3000000h"
          99999999999999999999999s | time: invalid duration "99999999999999999999999s"
          """)
  void refusesInGosWords(String text, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> GoDuration.parse(text)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0, 0s
          1, 1ns
          -999, -999ns
          1100, 1.1µs
          15000, 15µs
          2200000, 2.2ms
          100000000, 100ms
          1500000, 1.5ms
          -2000000000, -2s
          3300000000, 3.3s
          60000000000, 1m0s
          90000000000, 1m30s
          245000000000, 4m5s
          245001000000, 4m5.001s
          3600000000000, 1h0m0s
          18367001000000, 5h6m7.001s
          9223372036854775807, 2562047h47m16.854775807s
          -9223372036854775808, -2562047h47m16.854775808s
          """)
  void prints(long nanos, String text) {
    assertEquals(text, GoDuration.format(Duration.ofNanos(nanos)));
  }

  @Test
  void readsBackWhatItPrints() {
    Seeded seeded = Seeded.named("GoDurationTest");
    for (int i = 0; i < Seeded.cases(20_000); i++) {
      Random random = seeded.random(i);
      Duration duration = Duration.ofNanos(random.nextLong() >> random.nextInt(63));
      assertEquals(duration, GoDuration.parse(GoDuration.format(duration)), seeded.describe(i));
    }
  }
}
