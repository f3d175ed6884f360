package io.spoor.query.adjuster;

import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.SpanRef;
import io.spoor.proto.jaeger.v2.SpanRefType;
import java.util.List;

/**
 * Moves the reference to the parent in front: clients take the first one for it (contract: query.md
 * §9.7, in the form of 1.54).
 */
final class ParentFirst implements Adjuster {

  @Override
  public List<Span> adjust(List<Span> trace) {
    return trace.stream().map(ParentFirst::adjust).toList();
  }

  private static Span adjust(Span span) {
    int parent = parent(span);
    if (parent <= 0) {
      return span;
    }
    SpanRef first = span.getReferences(0);
    return span.toBuilder()
        .setReferences(0, span.getReferences(parent))
        .setReferences(parent, first)
        .build();
  }

  /**
   * The index of the first CHILD_OF in the span's own trace, else of the first reference in it,
   * else -1.
   */
  private static int parent(Span span) {
    int sameTrace = -1;
    for (int i = 0; i < span.getReferencesCount(); i++) {
      SpanRef reference = span.getReferences(i);
      if (reference.getTraceId().equals(span.getTraceId())) {
        if (reference.getRefType() == SpanRefType.CHILD_OF) {
          return i;
        }
        if (sameTrace < 0) {
          sameTrace = i;
        }
      }
    }
    return sameTrace;
  }
}
