package io.spoor.query.adjuster;

import com.google.protobuf.ByteString;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.SpanRef;
import java.util.HexFormat;
import java.util.List;

/** Takes out references to trace 0 and says so (contract: query.md §9.7). */
final class ReferenceCheck implements Adjuster {

  @Override
  public List<Span> adjust(List<Span> trace) {
    return trace.stream().map(ReferenceCheck::adjust).toList();
  }

  private static Span adjust(Span span) {
    if (span.getReferencesList().stream().noneMatch(ReferenceCheck::isInvalid)) {
      return span;
    }
    Span.Builder changed = span.toBuilder().clearReferences();
    for (SpanRef reference : span.getReferencesList()) {
      if (isInvalid(reference)) {
        changed.addWarnings(
            "Invalid span reference removed {TraceID:0000000000000000 SpanID:"
                + HexFormat.of().formatHex(reference.getSpanId().toByteArray())
                + " RefType:"
                + reference.getRefType()
                + "}");
      } else {
        changed.addReferences(reference);
      }
    }
    return changed.build();
  }

  private static boolean isInvalid(SpanRef reference) {
    ByteString traceId = reference.getTraceId();
    for (int i = 0; i < traceId.size(); i++) {
      if (traceId.byteAt(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
