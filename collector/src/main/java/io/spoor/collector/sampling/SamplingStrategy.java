package io.spoor.collector.sampling;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a client is told (contract: collector.md §7.3, §8.4): {@code SamplingStrategyResponse} of
 * all three encodings.
 *
 * @param type what {@code strategyType} says
 * @param probability of {@code probabilisticSampling}, if that message is there
 * @param maxTracesPerSecond of {@code rateLimitingSampling}, if that message is there
 * @param operations {@code operationSampling}, if it is there
 */
public record SamplingStrategy(
    Type type,
    Optional<Double> probability,
    Optional<Integer> maxTracesPerSecond,
    Optional<Operations> operations) {
  public SamplingStrategy {
    requireNonNull(type, "type");
    requireNonNull(probability, "probability");
    requireNonNull(maxTracesPerSecond, "maxTracesPerSecond");
    requireNonNull(operations, "operations");
  }

  /** Which of the two strategies holds. */
  public enum Type {
    PROBABILISTIC(0),
    RATE_LIMITING(1);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    /** On the wire, in every encoding. */
    public int number() {
      return number;
    }
  }

  /** Strategies by operation, in the order they were configured, and what all others get. */
  public record Operations(
      double defaultProbability,
      double defaultLowerBoundTracesPerSecond,
      double defaultUpperBoundTracesPerSecond,
      List<Operation> strategies) {
    public Operations {
      strategies = List.copyOf(strategies);
    }
  }

  /** Always probabilistic. */
  public record Operation(String operation, double probability) {
    public Operation {
      requireNonNull(operation, "operation");
    }
  }

  public static SamplingStrategy probabilistic(double probability) {
    return new SamplingStrategy(
        Type.PROBABILISTIC, Optional.of(probability), Optional.empty(), Optional.empty());
  }

  public static SamplingStrategy rateLimiting(int maxTracesPerSecond) {
    return new SamplingStrategy(
        Type.RATE_LIMITING, Optional.empty(), Optional.of(maxTracesPerSecond), Optional.empty());
  }

  public SamplingStrategy withOperations(Operations some) {
    return new SamplingStrategy(type, probability, maxTracesPerSecond, Optional.of(some));
  }
}
