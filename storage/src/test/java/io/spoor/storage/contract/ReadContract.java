package io.spoor.storage.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Traces come back by id, whole and unchanged. */
public abstract class ReadContract extends StoreContract {

  @Test
  void findsATraceThatWasWritten() {
    SpanBatch written = TestSpan.batch(everything(new TraceId(7, 9), 1));
    await(store.writer().write(TENANT, written));

    SpanBatch read = read(new TraceId(7, 9));

    assertEquals(kept(written), kept(read));
    assertEquals(keptProcesses(written), keptProcesses(read));
    assertEquals(written.startMicros(0), read.startMicros(0));
    assertEquals(written.durationMicros(0), read.durationMicros(0));
  }

  @Test
  void knowsNoTraceThatWasNotWritten() {
    write(TestSpan.span(1, 1));

    assertEquals(Optional.empty(), await(store.reader().trace(TENANT, new TraceId(0, 2))));
    assertEquals(Optional.empty(), await(store.reader().trace(TENANT, new TraceId(1, 1))));
  }

  @Test
  void keepsIdsOf64And128BitsApart() {
    write(TestSpan.span(new TraceId(0, 5), 1), TestSpan.span(new TraceId(5, 5), 2));
    write(TestSpan.span(new TraceId(-1, -1), 3), TestSpan.span(new TraceId(5, 0), 4));

    assertEquals(1, read(new TraceId(0, 5)).spanId(0));
    assertEquals(2, read(new TraceId(5, 5)).spanId(0));
    assertEquals(3, read(new TraceId(-1, -1)).spanId(0));
    assertEquals(4, read(new TraceId(5, 0)).spanId(0));
  }

  @Test
  void gathersATraceFromManyWrites() {
    int spans = 60;
    for (int i = 0; i < spans; i++) {
      write(TestSpan.span(1, i).service("service-" + i % 7).start(TestSpan.NOON + i));
    }

    SpanBatch read = read(new TraceId(0, 1));

    assertEquals(spans, read.size());
    for (int i = 0; i < spans; i++) {
      assertEquals(i, read.spanId(i));
    }
  }

  @Test
  void ordersSpansByStart() {
    write(
        TestSpan.span(1, 1).start(TestSpan.NOON + 30),
        TestSpan.span(1, 2).start(TestSpan.NOON + 10),
        TestSpan.span(1, 3).start(TestSpan.NOON + 20));

    SpanBatch read = read(new TraceId(0, 1));

    assertEquals(List.of(2L, 3L, 1L), List.of(read.spanId(0), read.spanId(1), read.spanId(2)));
  }

  @Test
  void showsASpanWrittenTwiceOnce() {
    TestSpan span = everything(new TraceId(0, 1), 1);
    write(span, TestSpan.span(1, 2));
    write(span);
    write(span, span);

    assertEquals(2, read(new TraceId(0, 1)).size());
  }

  @Test
  void keepsSpansThatShareAnIdButNotTheirContent() {
    write(
        TestSpan.span(1, 1).tag("span.kind", "client"),
        TestSpan.span(1, 1).tag("span.kind", "server"));
    write(TestSpan.span(1, 1).tag("span.kind", "server").service("other"));

    assertEquals(3, read(new TraceId(0, 1)).size());
  }

  @Test
  void keepsALargeTrace() {
    List<TestSpan> spans = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      spans.add(TestSpan.span(1, i).start(TestSpan.NOON + i).tag("n", (long) i));
    }
    await(store.writer().write(TENANT, TestSpan.batch(spans)));

    assertEquals(spanBytes(TestSpan.batch(spans)), spanBytes(read(new TraceId(0, 1))));
  }

  @Test
  void keepsHugeKeysValuesAndNames() {
    SpanBatch written =
        TestSpan.batch(
            TestSpan.span(1, 1)
                .service("s".repeat(40_000))
                .operation("ö".repeat(40_000))
                .tag("k".repeat(70_000), "v".repeat(300_000))
                .tag("", ""),
            TestSpan.span(1, 2).service("").operation(""));
    await(store.writer().write(TENANT, written));

    assertTrue(spanBytes(read(new TraceId(0, 1))).containsAll(spanBytes(written)));
    assertEquals(searchable(300_000, 1L), findLow(TestQuery.query().tag("k".repeat(70_000), "v+")));
    assertEquals(
        searchable(40_000, 1L),
        findLow(TestQuery.query().service("s".repeat(40_000)).operation("ö".repeat(40_000))));
    assertEquals(List.of(), findLow(TestQuery.query().service("s".repeat(39_999))));
  }

  @Test
  void acceptsAnEmptyBatch() {
    write();

    assertEquals(List.of(), await(store.reader().services(TENANT)));
  }

  private static TestSpan everything(TraceId trace, long span) {
    return TestSpan.span(trace, span)
        .processTag("hostname", "web-1")
        .processTag("pid", 42L)
        .tag("string", "text with Ünïcode \u0000 and \uD83D\uDE00")
        .tag("empty", "")
        .tag("true", true)
        .tag("false", false)
        .tag("int", 1L << 60)
        .tag("zero", 0L)
        .tag("negative", -1L)
        .tag("float", 12.5)
        .tag("nan", Double.NaN)
        .tag("binary", new byte[] {0, 1, -1})
        .log("event", "started")
        .log("error.object", "boom")
        .reference(trace, 77, 0)
        .reference(new TraceId(3, 4), 78, 1);
  }
}
