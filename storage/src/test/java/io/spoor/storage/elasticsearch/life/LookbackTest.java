package io.spoor.storage.elasticsearch.life;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reference times as in contract elasticsearch.md §13. */
class LookbackTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.parse("2024-03-31T17:42:13+02:00[Europe/Berlin]");

  @ParameterizedTest
  @CsvSource({
    "seconds, 30, 2024-03-31T15:41:43Z",
    "parsecs, 30, 2024-03-31T15:41:43Z",
    "minutes, 5, 2024-03-31T15:37:00Z",
    "hours, 2, 2024-03-31T13:00:00Z",
    "days, 1, 2024-03-30T22:00:00Z",
    // The clock was put forward that night: a day is 24 hours.
    "days, 2, 2024-03-29T22:00:00Z",
    "weeks, 1, 2024-03-24T22:00:00Z",
    "months, 1, 2024-02-28T23:00:00Z",
    "years, 1, 2023-03-30T22:00:00Z"
  })
  void countsAsJaegerDoes(String unit, int count, String reference) {
    assertEquals(reference, new Lookback(unit, count).reference(NOW).toString());
  }
}
