package io.spoor.collector.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How the pipeline writes.
 *
 * @param maxBatchBytes decoded; records of a tenant are merged up to it. One record is never split
 * @param maxBatchDelay how long a record waits for others while earlier writes are under way; with
 *     none under way it does not wait
 * @param maxWrites under way at once, those waiting for a retry included; fewer while the store
 *     does not bear so many
 * @param maxBytes received and decoded, of all writes under way
 * @param firstRetry delay before the first retry; it doubles with each, with jitter
 * @param maxRetry longest delay between retries
 * @param adaptsToLatency whether fewer are under way when writes take long, and not only when they
 *     fail; wrong for a store that answers all at a common commit
 * @param answerTimeout a write that is not answered in that time counts as failed: what holds
 *     answers back for so long has lost them
 */
public record PipelineOptions(
    int maxBatchBytes,
    Duration maxBatchDelay,
    int maxWrites,
    long maxBytes,
    Duration firstRetry,
    Duration maxRetry,
    boolean adaptsToLatency,
    Duration answerTimeout) {
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(5);

  public static final PipelineOptions DEFAULTS =
      new PipelineOptions(
          1 << 20,
          Duration.ofMillis(20),
          8,
          32L << 20,
          Duration.ofMillis(100),
          Duration.ofSeconds(30));

  /** Adapts to failures alone. */
  public PipelineOptions(
      int maxBatchBytes,
      Duration maxBatchDelay,
      int maxWrites,
      long maxBytes,
      Duration firstRetry,
      Duration maxRetry) {
    this(
        maxBatchBytes,
        maxBatchDelay,
        maxWrites,
        maxBytes,
        firstRetry,
        maxRetry,
        false,
        ANSWER_TIMEOUT);
  }

  /** The same, and adapts to how long writes take. */
  public PipelineOptions adaptingToLatency() {
    return new PipelineOptions(
        maxBatchBytes,
        maxBatchDelay,
        maxWrites,
        maxBytes,
        firstRetry,
        maxRetry,
        true,
        answerTimeout);
  }

  /** The same with another patience. */
  public PipelineOptions withAnswerTimeout(Duration timeout) {
    return new PipelineOptions(
        maxBatchBytes,
        maxBatchDelay,
        maxWrites,
        maxBytes,
        firstRetry,
        maxRetry,
        adaptsToLatency,
        timeout);
  }

  public PipelineOptions {
    atLeastOne(maxBatchBytes, "maxBatchBytes");
    requireNonNull(maxBatchDelay, "maxBatchDelay");
    atLeastOne(maxWrites, "maxWrites");
    atLeastOne(maxBytes, "maxBytes");
    requireNonNull(firstRetry, "firstRetry");
    requireNonNull(maxRetry, "maxRetry");
    requireNonNull(answerTimeout, "answerTimeout");
  }

  private static void atLeastOne(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException("pipeline " + name + " must be >= 1 (got " + value + ")");
    }
  }
}
