package io.spoor.collector.sampling;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * Strategies by service, all rules applied.
 *
 * @param services by their exact names
 * @param others what everybody else gets
 * @param warnings what in the file was not understood and replaced, a line each
 */
public record StrategyTable(
    Map<String, SamplingStrategy> services, SamplingStrategy others, List<String> warnings) {
  public StrategyTable {
    services = Map.copyOf(services);
    requireNonNull(others, "others");
    warnings = List.copyOf(warnings);
  }

  /** What is in force without a file. */
  static StrategyTable withoutFile(StrategyRules rules) {
    return new StrategyTable(
        Map.of(), SamplingStrategy.probabilistic(rules.defaultProbability()), List.of());
  }

  SamplingStrategy of(String service) {
    return services.getOrDefault(service, others);
  }
}
