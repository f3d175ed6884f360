package io.spoor.collector.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How the pipeline writes.
 *
 * @param maxBatchBytes decoded; records of a tenant are merged up to it. One record is never split
 * @param maxBatchDelay how long a record waits for others while earlier writes are under way; with
 *     none under way it does not wait
 * @param maxWrites under way at once, those waiting for a retry included
 * @param maxBytes received and decoded, of all writes under way
 * @param firstRetry delay before the first retry; it doubles with each, with jitter
 * @param maxRetry longest delay between retries
 */
public record PipelineOptions(
    int maxBatchBytes,
    Duration maxBatchDelay,
    int maxWrites,
    long maxBytes,
    Duration firstRetry,
    Duration maxRetry) {
  public static final PipelineOptions DEFAULTS =
      new PipelineOptions(
          1 << 20,
          Duration.ofMillis(20),
          8,
          32L << 20,
          Duration.ofMillis(100),
          Duration.ofSeconds(30));

  public PipelineOptions {
    atLeastOne(maxBatchBytes, "maxBatchBytes");
    requireNonNull(maxBatchDelay, "maxBatchDelay");
    atLeastOne(maxWrites, "maxWrites");
    atLeastOne(maxBytes, "maxBytes");
    requireNonNull(firstRetry, "firstRetry");
    requireNonNull(maxRetry, "maxRetry");
  }

  private static void atLeastOne(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException("pipeline " + name + " must be >= 1 (got " + value + ")");
    }
  }
}
