package io.spoor.collector.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FilteringWriterTest {
  private final List<SpanBatch> written = new ArrayList<>();
  private int judged;
  private Future<Void> answer = Future.succeededFuture();
  private final SpanWriter store =
      (tenant, batch) -> {
        written.add(batch);
        return answer;
      };
  private final SpanFilter everySecond =
      (batch, kept) -> {
        judged++;
        for (int i = 0; i < batch.size(); i += 2) {
          kept.clear(i);
        }
      };

  @Test
  void withoutFiltersThereIsNothingBetween() {
    assertSame(store, FilteringWriter.of(store, List.of()));
  }

  @Test
  void writesWhatIsKeptWithItsProcesses() {
    SpanBatch batch =
        new Spans().service("a").span("1").span("2").service("b").span("3").span("4").batch();
    assertTrue(write(batch).succeeded());
    SpanBatch kept = written.get(0);
    assertEquals(2, kept.size());
    assertEquals(2, kept.spanId(0));
    assertEquals(4, kept.spanId(1));
    assertEquals(2, kept.processCount());
  }

  @Test
  void storeIsNotAskedForNothing() {
    SpanWriter all = FilteringWriter.of(store, List.of((batch, kept) -> kept.clear()));
    SpanBatch batch = new Spans().service("a").span("1").batch();
    assertTrue(all.write(Tenant.DEFAULT, batch).succeeded());
    assertEquals(List.of(), written);
  }

  @Test
  void batchThatIsTriedAgainIsNotJudgedAgain() {
    SpanWriter writer = FilteringWriter.of(store, List.of(everySecond));
    SpanBatch batch = new Spans().service("a").span("1").span("2").batch();
    answer = Future.failedFuture(new StorageException(StorageException.Kind.TRANSIENT, "away"));
    assertTrue(writer.write(Tenant.DEFAULT, batch).failed());
    answer = Future.succeededFuture();
    assertTrue(writer.write(Tenant.DEFAULT, batch).succeeded());
    assertEquals(1, judged);
    assertSame(written.get(0), written.get(1));
    writer.write(Tenant.DEFAULT, batch);
    assertEquals(2, judged, "forgotten when it was written");
  }

  @Test
  void namesTheSpansOfTheWholeBatchThatAreStoredOrRefused() {
    SpanBatch batch =
        new Spans().service("a").span("1").span("2").span("3").span("4").span("5").batch();
    SpanWriter writer =
        FilteringWriter.of(store, List.of((spans, kept) -> kept.andNot(bits(0b01001))));
    answer =
        Future.failedFuture(
            StorageException.partial(
                StorageException.Kind.TRANSIENT, "busy", bits(0b010), bits(0b100)));

    StorageException failure = (StorageException) writer.write(Tenant.DEFAULT, batch).cause();

    assertEquals(3, written.get(0).size());
    assertEquals(bits(0b01101), failure.stored(), "what was dropped and what was stored");
    assertEquals(bits(0b10000), failure.refused());
  }

  private static BitSet bits(long bits) {
    return BitSet.valueOf(new long[] {bits});
  }

  private Future<Void> write(SpanBatch batch) {
    return FilteringWriter.of(store, List.of(everySecond)).write(Tenant.DEFAULT, batch);
  }
}
