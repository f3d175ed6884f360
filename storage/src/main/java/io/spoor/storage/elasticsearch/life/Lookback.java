package io.spoor.storage.elasticsearch.life;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** How far back reads go (contract: elasticsearch.md §13). */
public record Lookback(String unit, int count) {

  /** Indices made before it are no longer read. The time zone is that of {@code now}. */
  public Instant reference(ZonedDateTime now) {
    return switch (unit) {
      case "minutes" -> now.truncatedTo(ChronoUnit.MINUTES).minusMinutes(count).toInstant();
      case "hours" -> now.truncatedTo(ChronoUnit.HOURS).minusHours(count).toInstant();
      case "days" -> tomorrow(now).minus(Duration.ofHours(24L * count));
      case "weeks" -> tomorrow(now).minus(Duration.ofHours(24L * 7 * count));
      case "months" -> today(now).minusMonths(count).toInstant();
      case "years" -> today(now).minusYears(count).toInstant();
      default -> now.minusSeconds(count).toInstant();
    };
  }

  private static ZonedDateTime today(ZonedDateTime now) {
    return now.toLocalDate().atStartOfDay(now.getZone());
  }

  private static Instant tomorrow(ZonedDateTime now) {
    return now.toLocalDate().plusDays(1).atStartOfDay(now.getZone()).toInstant();
  }
}
