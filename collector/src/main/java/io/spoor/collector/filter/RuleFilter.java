package io.spoor.collector.filter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.collector.filter.FilterRule.Action;
import io.spoor.proto.model.SpanBatch;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Drops what rules name. The rules in force are asked for with each batch. */
public final class RuleFilter implements SpanFilter {
  private final Supplier<FilterRules> rules;
  private final MeterRegistry registry;
  private final SpanCursor cursor = new SpanCursor();

  public RuleFilter(Supplier<FilterRules> rules, MeterRegistry registry) {
    this.rules = rules;
    this.registry = registry;
  }

  @Override
  public void filter(SpanBatch batch, BitSet kept) {
    List<FilterRule> all = rules.get().rules();
    int[] spans = new int[all.size()];
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      Optional<FilterRule> holds = Optional.empty();
      for (int r = 0; r < spans.length && holds.isEmpty(); r++) {
        FilterRule rule = all.get(r);
        if (holds(rule, batch, i)) {
          holds = Optional.of(rule);
          spans[r]++;
        }
      }
      if (holds.isPresent() && holds.get().action() == Action.DROP) {
        kept.clear(i);
      }
    }
    for (int r = 0; r < spans.length; r++) {
      counter(all.get(r)).increment(spans[r]);
    }
  }

  private boolean holds(FilterRule rule, SpanBatch batch, int span) {
    if (!cursor.serviceMatches(batch, batch.process(span), rule.service())
        || !cursor.operationMatches(batch, span, rule.operation())) {
      return false;
    }
    for (TagCondition condition : rule.tags()) {
      if (!cursor.tagMatches(batch, span, condition)) {
        return false;
      }
    }
    return true;
  }

  private Counter counter(FilterRule rule) {
    return Counter.builder("spoor.filter.spans")
        .description("Spans for which a rule held")
        .tag("rule", rule.name())
        .tag("action", rule.action() == Action.DROP ? "drop" : "keep")
        .register(registry);
  }
}
