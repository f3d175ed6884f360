package io.spoor.collector.filter;

import java.util.List;

/**
 * A whole filter file.
 *
 * @param rules the first that holds decides; a span for which none holds is kept
 * @param limits the first whose service matches counts, for what the rules keep
 */
public record FilterRules(List<FilterRule> rules, List<RateLimit> limits) {
  public FilterRules {
    rules = List.copyOf(rules);
    limits = List.copyOf(limits);
  }
}
