package io.spoor.query.adjuster;

import io.spoor.proto.jaeger.v2.Span;
import java.util.List;

/** Changes the spans of one trace; each span carries its process. */
public interface Adjuster {

  List<Span> adjust(List<Span> trace);

  /** What the HTTP API applies unless asked for raw spans, in the order of contract §9. */
  static Adjuster standard() {
    List<Adjuster> order =
        List.of(new IpTags(), new LogFieldOrder(), new ReferenceCheck(), new ParentFirst());
    return trace -> {
      List<Span> adjusted = trace;
      for (Adjuster adjuster : order) {
        adjusted = adjuster.adjust(adjusted);
      }
      return adjusted;
    };
  }
}
