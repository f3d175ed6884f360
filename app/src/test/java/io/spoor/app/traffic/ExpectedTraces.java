package io.spoor.app.traffic;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a tracegen of a seed sends: the same seed makes the same traces. */
public final class ExpectedTraces {

  private ExpectedTraces() {}

  /**
   * Trace id to the ids of its spans, for the first {@code count} traces of tracegen's default
   * services.
   */
  public static Map<String, Set<String>> of(long seed, int count) {
    Shop shop = new Shop(seed, 8);
    Map<String, Set<String>> traces = new HashMap<>();
    for (int i = 0; i < count; i++) {
      List<TraceSource.Sent> trace = shop.trace(0);
      Set<String> spans = new HashSet<>();
      trace.forEach(sent -> spans.add(String.format("%016x", sent.span().spanId())));
      traces.put(trace.get(0).span().trace().id(), spans);
    }
    return traces;
  }
}
