package io.spoor.query.adjuster;

import static io.spoor.query.fake.TestSpans.process;
import static io.spoor.query.fake.TestSpans.span;
import static io.spoor.query.fake.TestSpans.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract: query.md §9.3. */
final class IpTagsTest {
  private static final long LOCALHOST = 0x7f000001;

  @Test
  void writesNumbersInDottedNotation() {
    assertEquals(tag("ip", "127.0.0.1"), spanTag(tag("ip", LOCALHOST)));
    assertEquals(tag("peer.ipv4", "127.0.0.1"), spanTag(tag("peer.ipv4", (double) LOCALHOST)));
    assertEquals(tag("ip", "255.255.255.254"), spanTag(tag("ip", -2)));
    assertEquals(tag("ip", "0.0.0.5"), spanTag(tag("ip", 0x1_0000_0005L)));
  }

  @Test
  void leavesOtherTypesAndOtherKeysAlone() {
    for (KeyValue tag :
        List.of(
            tag("ip", "whatever"),
            tag("ip", true),
            tag("ip", new byte[] {127, 0, 0, 1}),
            tag("IP", LOCALHOST),
            tag("peer.ipv6", LOCALHOST))) {
      assertEquals(tag, spanTag(tag));
    }
  }

  @Test
  void keepsTheOrderOfSpanTags() {
    Span adjusted =
        adjust(
            span(1, 1).addTags(tag("z", "1")).addTags(tag("ip", LOCALHOST)).addTags(tag("a", "2")));
    assertEquals(
        List.of(tag("z", "1"), tag("ip", "127.0.0.1"), tag("a", "2")), adjusted.getTagsList());
  }

  @Test
  void sortsProcessTagsByKeyTypeAndValue() {
    Span adjusted =
        adjust(
            span(1, 1)
                .setProcess(
                    process(
                        "s",
                        tag("k", 1),
                        tag("k", true),
                        tag("k", "b"),
                        tag("k", "a"),
                        tag("ip", LOCALHOST),
                        tag("a", "z"))));
    assertEquals(
        process(
            "s",
            tag("a", "z"),
            tag("ip", "127.0.0.1"),
            tag("k", "a"),
            tag("k", "b"),
            tag("k", true),
            tag("k", 1)),
        adjusted.getProcess());
  }

  @Test
  void makesProcessesThatDifferInOrderAloneEqual() {
    List<Span> adjusted =
        new IpTags()
            .adjust(
                List.of(
                    span(1, 1).setProcess(process("s", tag("a", "1"), tag("b", "2"))).build(),
                    span(1, 2).setProcess(process("s", tag("b", "2"), tag("a", "1"))).build()));
    assertEquals(adjusted.get(0).getProcess(), adjusted.get(1).getProcess());
  }

  @Test
  void handsOnSpansThatNeedNothing() {
    Span span = span(1, 1).addTags(tag("b", "1")).addTags(tag("a", "1")).build();
    assertSame(span, new IpTags().adjust(List.of(span)).get(0));
  }

  private static KeyValue spanTag(KeyValue tag) {
    return adjust(span(1, 1).addTags(tag)).getTags(0);
  }

  private static Span adjust(Span.Builder span) {
    return new IpTags().adjust(List.of(span.build())).get(0);
  }
}
