package io.spoor.query.adjuster;

import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Log;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Puts a log's first text field {@code event} in front and the others in order (contract: query.md
 * §9.5).
 */
final class LogFieldOrder implements Adjuster {
  @Override
  public List<Span> adjust(List<Span> trace) {
    return trace.stream().map(LogFieldOrder::adjust).toList();
  }

  private static Span adjust(Span span) {
    if (span.getLogsList().stream().allMatch(log -> log.getFieldsCount() < 2)) {
      return span;
    }
    Span.Builder changed = span.toBuilder().clearLogs();
    for (Log log : span.getLogsList()) {
      changed.addLogs(log.toBuilder().clearFields().addAllFields(order(log.getFieldsList())));
    }
    return changed.build();
  }

  private static List<KeyValue> order(List<KeyValue> fields) {
    List<KeyValue> ordered = new ArrayList<>(fields);
    int sortedFrom = 0;
    for (int i = 0; i < ordered.size(); i++) {
      KeyValue field = ordered.get(i);
      if (field.getVType() == ValueType.STRING && field.getKey().equals("event")) {
        Collections.swap(ordered, 0, i);
        sortedFrom = 1;
        break;
      }
    }
    ordered.subList(sortedFrom, ordered.size()).sort(TagOrder.BY_KEY_TYPE_VALUE);
    return ordered;
  }
}
