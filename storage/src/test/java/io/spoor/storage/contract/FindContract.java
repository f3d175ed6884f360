package io.spoor.storage.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.storage.StorageException;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Traces are found by service, operation, duration and time, the latest first. */
public abstract class FindContract extends StoreContract {

  @Test
  void findsByService() {
    write(TestSpan.span(1, 1).service("frontend"), TestSpan.span(2, 2).service("backend"));
    write(TestSpan.span(3, 3).service("front"));

    assertEquals(List.of(1L), findLow(TestQuery.query().service("frontend")));
    assertEquals(List.of(), findLow(TestQuery.query().service("FRONTEND")));
    assertEquals(List.of(), findLow(TestQuery.query().service("fronten.")));
  }

  @Test
  void findsByOperationOfTheService() {
    write(TestSpan.span(1, 1).service("a").operation("get"));
    write(TestSpan.span(2, 2).service("b").operation("get"));
    write(TestSpan.span(3, 3).service("a").operation("put"));

    assertEquals(List.of(1L), findLow(TestQuery.query().service("a").operation("get")));
    assertEquals(List.of(1L, 2L), findLow(TestQuery.query().operation("get")));
  }

  @Test
  void findsWithoutAService() {
    write(TestSpan.span(1, 1).service("a"), TestSpan.span(2, 2).service("b"));

    assertEquals(List.of(1L, 2L), findLow(TestQuery.query()).stream().sorted().toList());
  }

  @Test
  void wantsEveryConditionOnOneSpan() {
    write(
        TestSpan.span(1, 1).service("a").operation("get").duration(10).tag("x", "1"),
        TestSpan.span(1, 2).service("b").operation("put").duration(99).tag("y", "1"));

    assertEquals(List.of(), find(TestQuery.query().service("a").operation("put")));
    assertEquals(List.of(), find(TestQuery.query().service("a").durationMin(50)));
    assertEquals(List.of(), find(TestQuery.query().service("a").tag("y", "1")));
    assertEquals(List.of(), find(TestQuery.query().tag("x", "1").tag("y", "1")));
    assertEquals(
        List.of(1L),
        findLow(TestQuery.query().service("b").operation("put").durationMin(50).tag("y", "1")));
  }

  @Test
  void findsByDurationInclusive() {
    write(TestSpan.span(1, 1).duration(100));
    write(TestSpan.span(2, 2).duration(200));
    write(TestSpan.span(3, 3).duration(86_400_000_000L * 2));

    assertEquals(List.of(2L, 3L), findLow(TestQuery.query().durationMin(200)));
    assertEquals(List.of(3L), findLow(TestQuery.query().durationMin(201)));
    assertEquals(List.of(1L), findLow(TestQuery.query().durationMax(100)));
    assertEquals(List.of(), findLow(TestQuery.query().durationMax(99)));
    assertEquals(List.of(1L, 2L), findLow(TestQuery.query().durationMin(100).durationMax(200)));
  }

  @Test
  void findsByStartInclusive() {
    write(
        TestSpan.span(1, 1).start(1000),
        TestSpan.span(2, 2).start(2000),
        TestSpan.span(3, 3).start(3000));

    assertEquals(List.of(2L), findLow(TestQuery.query().start(2000, 2000)));
    assertEquals(List.of(3L, 2L), findLow(TestQuery.query().start(1001, 3000)));
    assertEquals(List.of(), findLow(TestQuery.query().start(2001, 2999)));
  }

  @Test
  void looksAtTheStartOfTheMatchingSpanOnly() {
    write(
        TestSpan.span(1, 1).service("a").start(1000),
        TestSpan.span(1, 2).service("b").start(900_000_000_000L));

    assertEquals(
        List.of(), findLow(TestQuery.query().service("a").start(2000, 1_000_000_000_000L)));
    assertEquals(List.of(1L), findLow(TestQuery.query().service("a").start(500, 2000)));
  }

  @Test
  void ordersTracesByTheirLatestMatchingSpan() {
    write(
        TestSpan.span(1, 1).service("a").start(1000),
        TestSpan.span(1, 2).service("b").start(9000),
        TestSpan.span(2, 3).service("a").start(2000),
        TestSpan.span(3, 4).service("a").start(500),
        TestSpan.span(3, 5).service("a").start(3000));

    TestQuery all = TestQuery.query().service("a").start(0, 10_000);
    assertEquals(List.of(3L, 2L, 1L), findLow(all));
    assertEquals(List.of(3L, 2L), findLow(all.limit(2)));
    assertEquals(List.of(3L), findLow(all.limit(1)));
  }

  @Test
  void ignoresMatchesOutsideTheTimeWhenOrdering() {
    write(
        TestSpan.span(1, 1).start(1000),
        TestSpan.span(1, 2).start(9000),
        TestSpan.span(2, 3).start(2000));

    assertEquals(List.of(2L, 1L), findLow(TestQuery.query().start(0, 5000)));
  }

  @Test
  void findsSpansOfWildClocks() {
    write(TestSpan.span(1, 1).start(1), TestSpan.span(2, 2).start(TestSpan.NOON));
    write(TestSpan.span(3, 3).start(TestSpan.NOON * 3), TestSpan.span(4, 4).start(-5_000_000));

    assertEquals(
        List.of(3L, 2L, 1L, 4L), findLow(TestQuery.query().start(Long.MIN_VALUE, Long.MAX_VALUE)));
    assertEquals(List.of(4L), findLow(TestQuery.query().start(Long.MIN_VALUE, 0)));
    assertEquals(List.of(3L), findLow(TestQuery.query().start(TestSpan.NOON + 1, Long.MAX_VALUE)));
  }

  @Test
  void returnsWholeTraces() {
    write(TestSpan.span(1, 1).service("a"), TestSpan.span(1, 2).service("b"));
    write(TestSpan.span(1, 3).service("c"), TestSpan.span(2, 4).service("c"));

    List<Trace> found =
        await(store.reader().findTraces(TENANT, TestQuery.query().service("b").build()));

    assertEquals(1, found.size());
    assertEquals(new TraceId(0, 1), found.get(0).id());
    assertEquals(3, found.get(0).spans().size());
  }

  @Test
  void returnsTracesInTheOrderOfTheirIds() {
    for (int i = 1; i <= 30; i++) {
      write(TestSpan.span(i * 31 % 30 + 1, i).start(TestSpan.NOON + i));
    }

    List<TraceId> ids = find(TestQuery.query());
    List<Trace> traces = await(store.reader().findTraces(TENANT, TestQuery.query().build()));

    assertEquals(30, ids.size());
    assertEquals(ids, traces.stream().map(Trace::id).toList());
  }

  @Test
  void refusesAStartAboveItsMaximum() {
    StorageException refused =
        failure(store.reader().findTraces(TENANT, TestQuery.query().start(2, 1).build()));

    assertEquals(StorageException.Kind.BAD_REQUEST, refused.kind());
    assertEquals("start Time Minimum is above Maximum", refused.getMessage());
  }

  @Test
  void refusesADurationAboveItsMaximum() {
    StorageException refused =
        failure(
            store
                .reader()
                .findTraceIds(TENANT, TestQuery.query().durationMin(2).durationMax(1).build()));

    assertEquals(StorageException.Kind.BAD_REQUEST, refused.kind());
    assertEquals("duration Minimum is above Maximum", refused.getMessage());
  }
}
