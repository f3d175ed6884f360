package io.spoor.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.storage.contract.TestQuery;
import io.spoor.storage.contract.TestSpan;
import java.io.File;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slices of arrival time, retention, and what a restart finds. */
class SlicesTest extends EmbeddedFixture {
  private static final Duration HOUR = Duration.ofHours(1);

  @BeforeEach
  void slicesOfAnHourKeptForThree() {
    options = options().withSliceLength(HOUR).withRetention(HOUR.multipliedBy(3));
  }

  @Test
  void findsEverythingAgainAfterARestart() {
    open();
    write(TestSpan.span(1, 1).service("a").start(1000), TestSpan.span(2, 2).service("b"));
    reopen();
    write(TestSpan.span(3, 3).service("c"), TestSpan.span(1, 4).service("a"));
    reopen();

    assertEquals(List.of("a", "b", "c"), await(store.reader().services(tenant())));
    assertEquals(3, find(TestQuery.query().start(0, Long.MAX_VALUE)).size());
    assertEquals(List.of(1L), find(TestQuery.query().start(0, 1000)));
    assertEquals(1, slices().length);
  }

  @Test
  void startsANewSliceWhenTheTimeIsOver() {
    open();
    write(TestSpan.span(1, 1).start(TestSpan.NOON));
    clock.advance(HOUR);
    write(TestSpan.span(1, 2).start(TestSpan.NOON + 5), TestSpan.span(2, 3));
    clock.advance(HOUR);
    write(TestSpan.span(3, 4).start(TestSpan.NOON + 9));

    assertEquals(3, slices().length);
    assertEquals(List.of(3L, 1L, 2L), find(TestQuery.query()));
    reopen();
    assertEquals(List.of(3L, 1L, 2L), find(TestQuery.query()));
    assertEquals(3, slices().length);
  }

  @Test
  void findsLateSpansOfTheirOwnTimeInLaterSlices() {
    open();
    write(TestSpan.span(1, 1).start(TestSpan.NOON));
    clock.advance(HOUR.multipliedBy(2));
    write(TestSpan.span(2, 2).start(TestSpan.NOON - 3_000_000_000L));

    assertEquals(
        List.of(2L),
        find(TestQuery.query().start(TestSpan.NOON - 4_000_000_000L, TestSpan.NOON - 1)));
  }

  @Test
  void dropsSlicesOlderThanTheRetention() {
    open();
    write(TestSpan.span(1, 1));
    clock.advance(HOUR.multipliedBy(2));
    write(TestSpan.span(2, 2));
    clock.advance(HOUR.multipliedBy(2));
    write(TestSpan.span(3, 3));
    awaitUntil(() -> slices().length == 2);

    assertEquals(List.of(2L, 3L), find(TestQuery.query()).stream().sorted().toList());
  }

  @Test
  void dropsOldSlicesWhileNothingIsWritten() {
    open();
    write(TestSpan.span(1, 1));
    clock.advance(HOUR.multipliedBy(5));
    awaitUntil(() -> slices().length == 0);

    assertEquals(List.of(), find(TestQuery.query()));
    write(TestSpan.span(2, 2));
    assertEquals(List.of(2L), find(TestQuery.query()));
  }

  @Test
  void dropsOldSlicesAtTheStart() {
    open();
    write(TestSpan.span(1, 1));
    await(store.close());
    clock.advance(HOUR.multipliedBy(5));
    open();

    assertEquals(List.of(), find(TestQuery.query()));
    assertEquals(1, slices().length);
  }

  @Test
  void keepsWritingWhenTheClockGoesBack() {
    open();
    write(TestSpan.span(1, 1));
    clock.advance(HOUR.multipliedBy(-10));
    write(TestSpan.span(2, 2));
    reopen();
    write(TestSpan.span(3, 3));

    assertEquals(3, find(TestQuery.query()).size());
    assertEquals(1, slices().length);
  }

  @Test
  void opensSlicesOfAnotherLength() {
    open();
    write(TestSpan.span(1, 1));
    await(store.close());
    clock.advance(Duration.ofMinutes(90));
    options = options().withSliceLength(Duration.ofHours(2));
    open();
    write(TestSpan.span(2, 2));
    clock.advance(Duration.ofMinutes(60));
    write(TestSpan.span(3, 3));
    reopen();

    assertEquals(List.of(1L, 2L, 3L), find(TestQuery.query()).stream().sorted().toList());
  }

  @Test
  void sweepsWhatACrashLeftHalfDropped() throws Exception {
    open();
    await(store.close());
    Files.createDirectory(directory.resolve("dropped-slice-1-2"));
    Files.writeString(directory.resolve("dropped-slice-1-2/_0.fdt"), "x");
    Files.createDirectory(directory.resolve("slice-1-2"));
    open();

    assertTrue(Files.notExists(directory.resolve("dropped-slice-1-2")));
    assertTrue(Files.notExists(directory.resolve("slice-1-2")));
  }

  private static io.spoor.storage.Tenant tenant() {
    return io.spoor.storage.Tenant.DEFAULT;
  }

  private File[] slices() {
    File[] found = directory.toFile().listFiles((dir, name) -> name.startsWith("slice-"));
    Arrays.sort(found);
    return found;
  }
}
