package io.spoor.app.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.traffic.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class CanaryTest {
  private static final long NOW = 1_700_000_000_000_000_000L;

  private final Canary canary = new Canary(Protocol.OTLP_GRPC, new SplittableRandom(1), NOW);
  private final List<ShownSpan> asSent = canary.asShown();

  @Test
  void isWholeOnlyWithEverySpan() {
    assertTrue(canary.isWhole(asSent));
    assertTrue(canary.isOnce(asSent));
    assertEquals(List.of(), canary.differences(asSent));
    assertFalse(canary.isWhole(asSent.subList(0, 2)));
    assertFalse(canary.isWhole(List.of()));
  }

  @Test
  void seesASpanThatIsShownTwice() {
    List<ShownSpan> twice = new ArrayList<>(asSent);
    twice.add(asSent.get(1));
    assertFalse(canary.isOnce(twice));
    // Two of one and none of another are as many spans as were sent.
    assertFalse(canary.isWhole(List.of(asSent.get(0), asSent.get(1), asSent.get(1))));
  }

  @Test
  void seesEveryDifference() {
    List<UnaryOperator<ShownSpan>> changes =
        List.of(
            s -> with(s, "00000000000000aa", s.parentId(), s.service(), s.operation(), s.text()),
            s -> with(s, s.spanId(), "00000000000000aa", s.service(), s.operation(), s.text()),
            s -> with(s, s.spanId(), s.parentId(), "other", s.operation(), s.text()),
            s -> with(s, s.spanId(), s.parentId(), s.service(), "other", s.text()),
            s -> with(s, s.spanId(), s.parentId(), s.service(), s.operation(), "f?hrte"));
    for (UnaryOperator<ShownSpan> change : changes) {
      for (int i = 0; i < asSent.size(); i++) {
        List<ShownSpan> shown = new ArrayList<>(asSent);
        shown.set(i, change.apply(shown.get(i)));
        assertEquals(1, canary.differences(shown).size(), shown::toString);
      }
    }
  }

  private static ShownSpan with(
      ShownSpan span, String id, String parent, String service, String operation, String text) {
    return new ShownSpan(id, parent, service, operation, span.startMicros(), span.micros(), text);
  }
}
