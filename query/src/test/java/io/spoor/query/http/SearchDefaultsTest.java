package io.spoor.query.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.query.fake.FakeReader;
import io.spoor.query.fake.TestSpans;
import io.spoor.storage.TraceQuery;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What the store is asked for (contract: query.md §4). */
final class SearchDefaultsTest {
  private static final long NOW = TestSpans.NOW.getEpochSecond() * 1_000_000;

  @Test
  void asksForTheLast48HoursAnd100Traces() {
    assertEquals(
        new TraceQuery(
            Optional.of("s"),
            Optional.empty(),
            Map.of(),
            NOW - 48L * 3_600_000_000L,
            NOW,
            OptionalLong.empty(),
            OptionalLong.empty(),
            100),
        asked("service=s"));
  }

  @Test
  void handsEveryParameterOn() {
    assertEquals(
        new TraceQuery(
            Optional.of("a b"),
            Optional.of("GET /é"),
            Map.of("x", "1:2", "empty", "", "y", "", "z", "late"),
            -5,
            7,
            OptionalLong.of(2),
            OptionalLong.of(90_000_000),
            20),
        asked(
            "service=a+b&operation=GET%20/%C3%A9&start=-5&end=%2B7&limit=20&minDuration=2900ns"
                + "&maxDuration=1m30s&tag=x:1:2&tag=empty:&tag=z:early"
                + "&tags=%7B%22y%22:null,%22z%22:%22late%22%7D"));
  }

  private static TraceQuery asked(String parameters) {
    FakeReader reader = new FakeReader();
    try (RunningQuery query = RunningQuery.over(reader)) {
      assertEquals(200, query.get("/api/traces?" + parameters).status());
      return reader.queries.remove();
    }
  }
}
