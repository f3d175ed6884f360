package io.spoor.storage.elasticsearch.life;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.Tenant;
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
 * @param tenants to look after beside the default one and those that have indices: each gets its
 *     aliases before its first span
 */
public record MaintenanceOptions(
    Duration interval,
    int retentionDays,
    boolean useAliases,
    String conditions,
    List<IndexSet> sets,
    boolean isDryRun,
    List<Tenant> tenants) {
  public MaintenanceOptions {
    requireNonNull(interval, "interval");
    requireNonNull(conditions, "conditions");
    sets = List.copyOf(sets);
    tenants = List.copyOf(tenants);
  }

  /** Knows no tenants by name. */
  public MaintenanceOptions(
      Duration interval,
      int retentionDays,
      boolean useAliases,
      String conditions,
      List<IndexSet> sets,
      boolean isDryRun) {
    this(interval, retentionDays, useAliases, conditions, sets, isDryRun, List.of());
  }

  public MaintenanceOptions withTenants(List<Tenant> known) {
    return new MaintenanceOptions(
        interval, retentionDays, useAliases, conditions, sets, isDryRun, known);
  }
}
