package io.spoor.collector.sampling;

/**
 * What a strategies file leaves open.
 *
 * @param defaultProbability where the file names none: {@code
 *     --sampling.default-sampling-probability}
 * @param defaultOperationsForRateLimited whether a rate-limited service without operations of its
 *     own gets the default ones: {@code --sampling.strategies.bugfix-5270}, as Jaeger does from
 *     1.65 on
 */
public record StrategyRules(double defaultProbability, boolean defaultOperationsForRateLimited) {
  public static final StrategyRules DEFAULTS = new StrategyRules(0.001, true);

  public StrategyRules {
    if (!(defaultProbability >= 0 && defaultProbability <= 1)) {
      throw new IllegalArgumentException(
          "sampling.default-sampling-probability must be 0 to 1 (got " + defaultProbability + ")");
    }
  }
}
