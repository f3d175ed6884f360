package io.spoor.storage.elasticsearch.life;

import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes indices whose spans are all old enough. An index behind aliases is as old as the
 * beginning of the one that followed it: a cleaner that goes by an index's own beginning deletes
 * spans too early by as long as the index was written to.
 */
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Pattern GENERATION = Pattern.compile("-\\d{6}");
  private static final Pattern DATED = Pattern.compile("-\\d{4}\\D?\\d{2}\\D?\\d{2}(\\D?\\d{2})?");

  private final Indices indices;
  private final IndexNames names;
  private final MaintenanceOptions options;
  private final InstantSource clock;

  Retention(Cluster cluster, IndexNames names, MaintenanceOptions options, InstantSource clock) {
    this.indices = new Indices(cluster);
    this.names = names;
    this.options = options;
    this.clock = clock;
  }

  /** What was written before it goes. */
  private Instant limit() {
    return clock.instant().minus(Duration.ofDays(options.retentionDays()));
  }

  Future<List<String>> candidates() {
    return indices.list(names.prefix()).map(all -> old(all, limit()));
  }

  Future<List<String>> clean(Duration masterTimeout) {
    return candidates()
        .compose(
            old -> {
              if (!old.isEmpty()) {
                LOG.info("Deleting indices {}", old);
              }
              return indices.delete(old, masterTimeout).map(done -> old);
            });
  }

  private List<String> old(List<IndexInfo> all, Instant limit) {
    List<String> old = new ArrayList<>();
    Set<IndexSet> sets = new LinkedHashSet<>(options.sets());
    // Chunks may be left from the time when they were written.
    sets.add(IndexSet.LEAN);
    for (IndexSet set : sets) {
      old.addAll(dated(set, all, limit));
      old.addAll(rolledOver(set, all, limit));
    }
    return old;
  }

  private List<String> dated(IndexSet set, List<IndexInfo> all, Instant limit) {
    return all.stream()
        .filter(index -> isOf(set, index, DATED) && isNotWritten(set, index))
        // It was made with its day's first span, or later: a day on, its day is over.
        .filter(index -> index.created().plus(DAY).isBefore(limit))
        .map(IndexInfo::name)
        .toList();
  }

  private List<String> rolledOver(IndexSet set, List<IndexInfo> all, Instant limit) {
    List<IndexInfo> generations =
        all.stream()
            .filter(index -> isOf(set, index, GENERATION))
            .sorted(Comparator.comparing(IndexInfo::name))
            .toList();
    List<String> old = new ArrayList<>();
    // The last one has no successor: it is written to.
    for (int i = 0; i + 1 < generations.size(); i++) {
      boolean hasEnded = generations.get(i + 1).created().isBefore(limit);
      if (hasEnded && isNotWritten(set, generations.get(i))) {
        old.add(generations.get(i).name());
      }
    }
    return old;
  }

  private boolean isOf(IndexSet set, IndexInfo index, Pattern ending) {
    String base = names.base(set);
    return index.name().startsWith(base + "-")
        && ending.matcher(index.name().substring(base.length())).matches();
  }

  private boolean isNotWritten(IndexSet set, IndexInfo index) {
    return !index.aliases().contains(names.writeAlias(set));
  }
}
