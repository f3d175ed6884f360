package io.spoor.query.adjuster;

import static io.spoor.query.fake.TestSpans.log;
import static io.spoor.query.fake.TestSpans.span;
import static io.spoor.query.fake.TestSpans.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract: query.md §9.5, in the form of 1.53. */
final class LogFieldOrderTest {

  @Test
  void putsTheFirstTextFieldNamedEventInFrontAndSortsTheRest() {
    assertEquals(
        List.of(
            tag("event", "second"),
            tag("a", "1"),
            tag("event", "third"),
            tag("event", true),
            tag("z", "0")),
        order(
            tag("z", "0"),
            tag("event", true),
            tag("event", "second"),
            tag("event", "third"),
            tag("a", "1")));
  }

  @Test
  void sortsByKeyThenTypeThenValue() {
    assertEquals(
        List.of(
            tag("a", "1"),
            tag("a", "2"),
            tag("a", false),
            tag("a", true),
            tag("a", -1),
            tag("a", 5),
            tag("a", 0.5),
            tag("a", new byte[] {1}),
            tag("b", "0")),
        order(
            tag("b", "0"),
            tag("a", new byte[] {1}),
            tag("a", 0.5),
            tag("a", 5),
            tag("a", -1),
            tag("a", true),
            tag("a", false),
            tag("a", "2"),
            tag("a", "1")));
  }

  @Test
  void leavesSpanTagsAndTheOrderOfLogsAlone() {
    Span span =
        span(1, 1)
            .addTags(tag("z", "1"))
            .addTags(tag("a", "1"))
            .addLogs(log(2, tag("b", "1"), tag("a", "1")))
            .addLogs(log(1, tag("x", "1")))
            .build();
    Span adjusted = new LogFieldOrder().adjust(List.of(span)).get(0);
    assertEquals(span.getTagsList(), adjusted.getTagsList());
    assertEquals(
        List.of(log(2, tag("a", "1"), tag("b", "1")), log(1, tag("x", "1"))),
        adjusted.getLogsList());
  }

  private static List<KeyValue> order(KeyValue... fields) {
    Span span = span(1, 1).addLogs(log(1, fields)).build();
    return new LogFieldOrder().adjust(List.of(span)).get(0).getLogs(0).getFieldsList();
  }
}
