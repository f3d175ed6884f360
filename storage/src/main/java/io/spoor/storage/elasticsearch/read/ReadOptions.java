package io.spoor.storage.elasticsearch.read;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How the indices are read.
 *
 * @param maxDocCount documents in one answer, and names in a list of services or operations; not
 *     above the index setting {@code index.max_result_window}
 * @param maxSpanAge how far back traces are looked for by their id alone, and services and
 *     operations
 * @param dotReplacement what stands for the dots in the keys of tags that are fields
 * @param searchTimeout what a search may take on a shard; zero for no bound. One that took longer
 *     fails
 */
public record ReadOptions(
    int maxDocCount, Duration maxSpanAge, String dotReplacement, Duration searchTimeout) {
  public static final ReadOptions DEFAULTS =
      new ReadOptions(10_000, Duration.ofDays(3), "@", Duration.ZERO);

  public ReadOptions {
    if (maxDocCount < 1) {
      throw new IllegalArgumentException("max-doc-count must be >= 1 (got " + maxDocCount + ")");
    }
    requireNonNull(maxSpanAge, "maxSpanAge");
    requireNonNull(dotReplacement, "dotReplacement");
    requireNonNull(searchTimeout, "searchTimeout");
  }
}
