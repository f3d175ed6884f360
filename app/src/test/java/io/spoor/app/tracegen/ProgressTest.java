package io.spoor.app.tracegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  @Test
  void drawsABarWhenTheEndIsKnown() {
    assertEquals(
        "[###############---------------]  50% 5,000 spans sent, 1,000/s, 3 refused, 2 unanswered  ",
        Progress.line(OptionalDouble.of(0.5), new Tally.SoFar(5_000, 3, 2), 5));
  }

  @Test
  void neverRunsOverTheEnd() {
    assertEquals(
        "[##############################] 100% 10 spans sent, 10/s, 0 refused, 0 unanswered  ",
        Progress.line(OptionalDouble.of(1.7), new Tally.SoFar(10, 0, 0), 1));
  }

  @Test
  void countsWhenTheEndIsNotKnown() {
    assertEquals(
        "7 spans sent, 7/s, 0 refused, 0 unanswered  ",
        Progress.line(OptionalDouble.empty(), new Tally.SoFar(7, 0, 0), 1));
  }
}
