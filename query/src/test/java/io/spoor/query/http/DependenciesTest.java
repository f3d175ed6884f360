package io.spoor.query.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.query.fake.TestSpans;
import io.spoor.storage.Dependency;
import io.spoor.storage.DependencyReader;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contract: query.md §6.4. */
class DependenciesTest {
  private Instant askedEnd = Instant.EPOCH;
  private Duration askedLookback = Duration.ZERO;
  private final RunningQuery query = RunningQuery.over((DependencyReader) this::links);

  private Future<List<Dependency>> links(
      io.spoor.storage.Tenant tenant, Instant end, Duration lookback) {
    askedEnd = end;
    askedLookback = lookback;
    return Future.succeededFuture(
        List.of(
            new Dependency("a", "b", 12),
            new Dependency("b", "c", 1),
            new Dependency("c", "d", 2)));
  }

  @AfterEach
  void close() {
    query.close();
  }

  @Test
  void listsTheLinksOfTheLastDay() {
    RunningQuery.Response answer = query.get("/api/dependencies");

    assertEquals(200, answer.status());
    assertTrue(
        answer
            .body()
            .startsWith(
                "{\"data\":[{\"parent\":\"a\",\"child\":\"b\",\"callCount\":12},"
                    + "{\"parent\":\"b\",\"child\":\"c\",\"callCount\":1},"
                    + "{\"parent\":\"c\",\"child\":\"d\",\"callCount\":2}],\"total\":0,"),
        answer.body());
    assertEquals(TestSpans.NOW, askedEnd);
    assertEquals(Duration.ofHours(24), askedLookback);
  }

  @Test
  void takesTheWindowInMillisecondsAndKeepsTheLinksOfAService() {
    RunningQuery.Response answer =
        query.get("/api/dependencies?endTs=1704873600000&lookback=604800000&service=b");

    assertTrue(answer.body().contains("\"a\"") && !answer.body().contains("\"d\""), answer.body());
    assertEquals(Instant.ofEpochMilli(1_704_873_600_000L), askedEnd);
    assertEquals(Duration.ofDays(7), askedLookback);
  }

  @Test
  void refusesWhatIsNoWindow() {
    for (String parameters : List.of("endTs=now", "lookback=1h", "lookback=-1")) {
      RunningQuery.Response answer = query.get("/api/dependencies?" + parameters);

      assertEquals(400, answer.status(), parameters);
      assertTrue(answer.body().contains("unable to parse param '"), answer.body());
    }
  }
}
