package io.spoor.storage.elasticsearch.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One of many, whatever their clocks say. */
class LeaseTest extends LifeFixture {
  private final AtomicLong nanos = new AtomicLong();

  private Lease lease(String holder) {
    return new Lease(
        cluster,
        prefix + "-spoor-maintenance",
        "lease",
        holder,
        Duration.ofSeconds(60),
        nanos::get);
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void isHeldByOneUntilItFallsSilent() {
    Lease a = lease("a");
    Lease b = lease("b");

    assertTrue(await(a.acquire()));
    assertFalse(await(b.acquire()));
    pass(59);
    assertTrue(await(a.acquire()));
    pass(2);
    assertFalse(await(b.acquire()), "renewed two seconds ago");
    pass(60);
    assertTrue(await(b.acquire()));
    assertFalse(await(a.acquire()), "it was taken over");
  }

  @Test
  void isTakenOverByOneOfManyAtOnce() {
    assertTrue(await(lease("dead").acquire()));
    List<Lease> others = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      others.add(lease("other-" + i));
      assertFalse(await(others.get(i).acquire()));
    }
    pass(61);
    List<Future<Boolean>> answers = others.stream().map(Lease::acquire).toList();

    assertEquals(1, answers.stream().filter(answer -> await(answer)).count());
  }

  @Test
  void isCreatedByOneOfManyAtOnce() {
    List<Future<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(lease("first-" + i).acquire());
    }

    assertEquals(1, answers.stream().filter(answer -> await(answer)).count());
  }
}
