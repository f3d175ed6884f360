package io.spoor.query.adjuster;

import static io.spoor.proto.jaeger.v2.SpanRefType.CHILD_OF;
import static io.spoor.proto.jaeger.v2.SpanRefType.FOLLOWS_FROM;
import static io.spoor.query.fake.TestSpans.reference;
import static io.spoor.query.fake.TestSpans.span;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.SpanRef;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference check and the order of references (contract: query.md §9.7). */
final class ReferencesTest {

  @Test
  void removesReferencesToTraceZeroWithAWarning() {
    Span adjusted =
        apply(
            new ReferenceCheck(),
            reference(CHILD_OF, 0, 0xab),
            reference(CHILD_OF, 1, 0),
            reference(FOLLOWS_FROM, 0, 2));
    assertEquals(List.of(reference(CHILD_OF, 1, 0)), adjusted.getReferencesList());
    assertEquals(
        List.of(
            "kept",
            "Invalid span reference removed {TraceID:0000000000000000 SpanID:00000000000000ab RefType:CHILD_OF}",
            "Invalid span reference removed {TraceID:0000000000000000 SpanID:0000000000000002 RefType:FOLLOWS_FROM}"),
        adjusted.getWarningsList());
  }

  @Test
  void keepsReferencesWhoseTraceHasOnlyAHighHalf() {
    SpanRef high =
        reference(CHILD_OF, 0, 1).toBuilder()
            .setTraceId(io.spoor.query.fake.TestSpans.traceId(1, 0))
            .build();
    assertEquals(List.of(high), apply(new ReferenceCheck(), high).getReferencesList());
  }

  @Test
  void movesTheFirstParentOfTheSameTraceInFront() {
    assertOrder(
        List.of(
            reference(CHILD_OF, 1, 3),
            reference(FOLLOWS_FROM, 1, 2),
            reference(CHILD_OF, 9, 1),
            reference(CHILD_OF, 1, 4)),
        reference(CHILD_OF, 9, 1),
        reference(FOLLOWS_FROM, 1, 2),
        reference(CHILD_OF, 1, 3),
        reference(CHILD_OF, 1, 4));
  }

  @Test
  void movesTheParentEvenIfItIsLast() {
    assertOrder(
        List.of(reference(CHILD_OF, 1, 2), reference(CHILD_OF, 9, 1)),
        reference(CHILD_OF, 9, 1),
        reference(CHILD_OF, 1, 2));
  }

  @Test
  void takesAnyReferenceOfTheSameTraceWhereThereIsNoParent() {
    assertOrder(
        List.of(
            reference(FOLLOWS_FROM, 1, 2),
            reference(CHILD_OF, 9, 1),
            reference(FOLLOWS_FROM, 1, 3)),
        reference(CHILD_OF, 9, 1),
        reference(FOLLOWS_FROM, 1, 2),
        reference(FOLLOWS_FROM, 1, 3));
  }

  @Test
  void leavesWhatIsInOrderAlone() {
    for (List<SpanRef> references :
        List.of(
            List.<SpanRef>of(),
            List.of(reference(CHILD_OF, 1, 2), reference(CHILD_OF, 1, 3)),
            List.of(reference(CHILD_OF, 9, 2), reference(FOLLOWS_FROM, 8, 3)))) {
      Span span = span(1, 1).addAllReferences(references).build();
      assertSame(span, new ParentFirst().adjust(List.of(span)).get(0));
    }
  }

  private static void assertOrder(List<SpanRef> expected, SpanRef... references) {
    assertEquals(expected, apply(new ParentFirst(), references).getReferencesList());
  }

  private static Span apply(Adjuster adjuster, SpanRef... references) {
    Span span = span(1, 1).addWarnings("kept").addAllReferences(Arrays.asList(references)).build();
    return adjuster.adjust(List.of(span)).get(0);
  }
}
