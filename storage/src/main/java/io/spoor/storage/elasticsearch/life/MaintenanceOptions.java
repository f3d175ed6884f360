package io.spoor.storage.elasticsearch.life;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.elasticsearch.index.IndexSet;
import java.time.Duration;
import java.util.List;

/**
 * What maintenance does, and when.
 *
 * @param interval between two looks
 * @param retentionDays how long spans are kept at least; 0 = for ever
 * @param useAliases whether there is anything to roll over
 * @param conditions of a rollover, JSON
 * @param sets families of indices it looks after
 * @param isDryRun only tells what it would do
 */
public record MaintenanceOptions(
    Duration interval,
    int retentionDays,
    boolean useAliases,
    String conditions,
    List<IndexSet> sets,
    boolean isDryRun) {
  public MaintenanceOptions {
    requireNonNull(interval, "interval");
    requireNonNull(conditions, "conditions");
    sets = List.copyOf(sets);
  }
}
