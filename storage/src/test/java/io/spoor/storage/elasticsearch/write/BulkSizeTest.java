package io.spoor.storage.elasticsearch.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BulkSizeTest {
  private final BulkSize size = new BulkSize(1000, 5_000_000);

  @Test
  void halvesOnceForRequestsOfOneSizeThatWereUnderWayTogether() {
    size.unanswered(1000);
    size.unanswered(1000);
    assertEquals(500, size.actions());
    assertEquals(2_500_000, size.bytes());
    size.unanswered(500);
    assertEquals(250, size.actions());
  }

  @Test
  void neverGoesBelowWhatIsWorthARequest() {
    for (int i = 0; i < 20; i++) {
      size.unanswered(size.actions());
    }
    assertEquals(BulkSize.LEAST_ACTIONS, size.actions());
    BulkSize small = new BulkSize(5, 100);
    small.unanswered(5);
    assertEquals(5, small.actions());
    assertEquals(100, small.bytes());
  }

  @Test
  void growsAgainWithAnswers() {
    size.unanswered(2);
    int answers = 0;
    for (; size.actions() < 1000; answers++) {
      size.answered();
    }
    assertTrue(answers < 80, () -> "too slow");
    size.answered();
    assertEquals(1000, size.actions());
    assertEquals(5_000_000, size.bytes());
  }
}
