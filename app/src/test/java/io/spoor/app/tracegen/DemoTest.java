package io.spoor.app.tracegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.traffic.GeneratedSpan;
import io.spoor.app.traffic.TraceSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DemoTest {
  private static final long NOW = 1_700_000_000_000_000_000L;
  private static final long HALF_AN_HOUR = 30 * 60_000_000_000L;

  @Test
  void tracesAreWholeAndLieInTheLastHalfHour() {
    for (List<TraceSource.Sent> trace : traces(new Demo(NOW))) {
      Map<Long, GeneratedSpan> byId = new HashMap<>();
      trace.forEach(sent -> byId.put(sent.span().spanId(), sent.span()));
      assertEquals(trace.size(), byId.size());
      assertEquals(0, trace.get(0).span().parentId());
      for (TraceSource.Sent sent : trace) {
        GeneratedSpan span = sent.span();
        assertTrue(span.parentId() == 0 || byId.containsKey(span.parentId()), span.operation());
        assertTrue(span.durationNanos() > 0, span.operation());
        assertTrue(span.startNanos() >= NOW - HALF_AN_HOUR, span.operation());
        assertTrue(span.startNanos() + span.durationNanos() <= NOW, span.operation());
      }
    }
  }

  @Test
  void onlyWhatFollowsAMessageOutlivesItsParent() {
    for (List<TraceSource.Sent> trace : traces(new Demo(NOW))) {
      Map<Long, GeneratedSpan> byId = new HashMap<>();
      trace.forEach(sent -> byId.put(sent.span().spanId(), sent.span()));
      for (TraceSource.Sent sent : trace) {
        GeneratedSpan span = sent.span();
        GeneratedSpan parent = byId.get(span.parentId());
        if (parent != null && !span.kind().equals("consumer")) {
          assertTrue(span.startNanos() >= parent.startNanos(), span.operation());
          assertTrue(end(span) <= end(parent), span.operation() + " in " + parent.operation());
        }
      }
    }
  }

  @Test
  void guideNamesTracesThatAreSent() {
    Demo demo = new Demo(NOW);
    String guide = demo.guide();
    Set<String> ids = new HashSet<>();
    traces(demo).forEach(trace -> ids.add(trace.get(0).span().trace().id()));
    List<String> named = guide.lines().filter(line -> line.startsWith("  ")).toList();
    assertEquals(6, named.size(), guide);
    for (String line : named) {
      assertTrue(ids.contains(line.strip().substring(0, 32)), line);
    }
  }

  private static List<List<TraceSource.Sent>> traces(Demo demo) {
    List<List<TraceSource.Sent>> traces = new ArrayList<>();
    while (demo.size() > 0) {
      traces.add(demo.trace(NOW));
    }
    return traces;
  }

  private static long end(GeneratedSpan span) {
    return span.startNanos() + span.durationNanos();
  }
}
