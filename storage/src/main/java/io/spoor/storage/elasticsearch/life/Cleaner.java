package io.spoor.storage.elasticsearch.life;

import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes old indices, as Jaeger's {@code es-index-cleaner} does; never one that is written to. */
public final class Cleaner {
  private static final Logger LOG = LoggerFactory.getLogger(Cleaner.class);

  private final Indices indices;
  private final IndexNames names;
  private final Pattern pattern;
  private final Set<String> writeAliases;
  private final Clock clock;

  /** Which names are looked at. */
  public enum Scope {
    DATED,
    ROLLED_OVER,
    ARCHIVE
  }

  /**
   * Does nothing yet.
   *
   * @param dateSeparator taken as an expression, as in Jaeger: a dot matches dashes too
   * @throws java.util.regex.PatternSyntaxException if the separator is none
   */
  public Cleaner(
      Cluster cluster, IndexNames names, Scope scope, String dateSeparator, Clock clock) {
    this.indices = new Indices(cluster);
    this.names = names;
    this.clock = clock;
    this.pattern = pattern(names.prefix(), scope, dateSeparator);
    this.writeAliases =
        Arrays.stream(IndexSet.values()).map(names::writeAlias).collect(Collectors.toSet());
  }

  private static Pattern pattern(String prefix, Scope scope, String separator) {
    String sets = "(jaeger-(span|service|dependencies|sampling)|spoor-chunk)";
    String rest =
        switch (scope) {
          case ARCHIVE -> "jaeger-span-archive-\\d{6}";
          case ROLLED_OVER -> sets + "-\\d{6}";
          case DATED -> sets + "-\\d{4}" + separator + "\\d{2}" + separator + "\\d{2}";
        };
    return Pattern.compile("^" + Pattern.quote(prefix) + rest);
  }

  /**
   * Midnight UTC at the end of this day, less so many days: with 1, the indices of today stay
   * (contract: elasticsearch.md §14).
   */
  public Instant limit(int days) {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
        .plusDays(1)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant()
        .minus(Duration.ofDays(days));
  }

  /** What was made before the limit, by the time in the index's settings, not in its name. */
  public Future<List<String>> candidates(Instant limit) {
    return indices
        .list(names.prefix())
        .map(
            all ->
                all.stream()
                    .filter(index -> pattern.matcher(index.name()).lookingAt())
                    .filter(index -> index.aliases().stream().noneMatch(writeAliases::contains))
                    .filter(index -> index.created().isBefore(limit))
                    .map(IndexInfo::name)
                    .sorted()
                    .toList());
  }

  /** Deletes what was made before the limit and tells what that was. */
  public Future<List<String>> clean(Instant limit, Duration masterTimeout) {
    return candidates(limit)
        .compose(
            old -> {
              if (old.isEmpty()) {
                LOG.info("No indices to delete");
              } else {
                LOG.info("Deleting indices {}", old);
              }
              return indices.delete(old, masterTimeout).map(done -> old);
            });
  }
}
