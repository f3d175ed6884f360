package io.spoor.query.adjuster;

import static io.spoor.proto.jaeger.v2.SpanRefType.CHILD_OF;
import static io.spoor.proto.jaeger.v2.SpanRefType.FOLLOWS_FROM;
import static io.spoor.query.fake.TestSpans.log;
import static io.spoor.query.fake.TestSpans.process;
import static io.spoor.query.fake.TestSpans.reference;
import static io.spoor.query.fake.TestSpans.span;
import static io.spoor.query.fake.TestSpans.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.proto.jaeger.v2.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All of them together (contract: query.md §9). */
final class AdjusterTest {

  @Test
  void removesInvalidReferencesBeforeItPutsTheParentInFront() {
    Span span =
        span(1, 1)
            .addReferences(reference(CHILD_OF, 0, 1))
            .addReferences(reference(FOLLOWS_FROM, 1, 2))
            .addReferences(reference(CHILD_OF, 1, 3))
            .build();
    assertEquals(
        List.of(reference(CHILD_OF, 1, 3), reference(FOLLOWS_FROM, 1, 2)),
        Adjuster.standard().adjust(List.of(span)).get(0).getReferencesList());
  }

  @Test
  void keepsNumberAndOrderOfSpansAndNeverChangesTheGivenOnes() {
    Span first =
        span(1, 2)
            .addTags(tag("ip", 1))
            .addLogs(log(1, tag("b", "1"), tag("a", "1")))
            .setProcess(process("s", tag("b", "1"), tag("ip", 1)))
            .build();
    List<Span> given = List.of(first, span(1, 1).build(), first);
    List<Span> adjusted = Adjuster.standard().adjust(given);
    assertEquals(
        given.stream().map(Span::getSpanId).toList(),
        adjusted.stream().map(Span::getSpanId).toList());
    assertEquals(1, first.getTags(0).getVInt64());
  }

  @Test
  void takesATraceWithoutSpans() {
    assertEquals(List.of(), Adjuster.standard().adjust(List.of()));
  }
}
