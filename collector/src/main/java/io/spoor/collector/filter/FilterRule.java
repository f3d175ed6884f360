package io.spoor.collector.filter;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One rule: it holds for a span that matches all of its patterns.
 *
 * @param name as metrics and messages show it
 * @param service of the span's process
 * @param operation of the span
 * @param tags all of them hold
 */
record FilterRule(
    String name, Action action, Glob service, Glob operation, List<TagCondition> tags) {
  FilterRule {
    requireNonNull(name, "name");
    requireNonNull(action, "action");
    requireNonNull(service, "service");
    requireNonNull(operation, "operation");
    tags = List.copyOf(tags);
  }

  /** What becomes of a span for which the rule holds. */
  enum Action {
    KEEP,
    DROP
  }
}
