package io.spoor.collector.filter;

import io.spoor.proto.model.ProcessTags;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes what filters let pass. Spans that they drop count as written, as in Jaeger (contract:
 * collector.md §8.6). A batch that is written again after a failure is not judged again, so nothing
 * is counted twice.
 */
public final class FilteringWriter implements SpanWriter {
  private final SpanWriter store;
  private final List<SpanFilter> filters;
  // By identity: what was made of the batches that are under way or wait for a retry.
  private final Map<SpanBatch, Judged> judged = new ConcurrentHashMap<>();

  /**
   * What is written of a batch.
   *
   * @param numbers of those spans in the whole
   */
  private record Judged(SpanBatch spans, BitSet numbers) {}

  private FilteringWriter(SpanWriter store, List<SpanFilter> filters) {
    this.store = store;
    this.filters = List.copyOf(filters);
  }

  /** The store itself where nothing is filtered. */
  public static SpanWriter of(SpanWriter store, List<SpanFilter> filters) {
    return filters.isEmpty() ? store : new FilteringWriter(store, filters);
  }

  @Override
  public Future<Void> write(Tenant tenant, SpanBatch batch) {
    Judged kept = judged.computeIfAbsent(batch, this::judge);
    Future<Void> written =
        kept.spans().isEmpty() ? Future.succeededFuture() : store.write(tenant, kept.spans());
    Future<Void> told =
        kept.spans() == batch
            ? written
            : written.recover(failure -> ofTheWhole(batch, kept, failure));
    return told.onComplete(
        done -> {
          if (done.succeeded() || !comesAgain(done.cause())) {
            judged.remove(batch);
          }
        });
  }

  /** The store's numbers of spans are not the caller's, to whom what was dropped is stored. */
  private static Future<Void> ofTheWhole(SpanBatch batch, Judged kept, Throwable failure) {
    if (!(failure instanceof StorageException refused)
        || (refused.stored().isEmpty() && refused.refused().isEmpty())) {
      return Future.failedFuture(failure);
    }
    BitSet stored = new BitSet(batch.size());
    stored.set(0, batch.size());
    stored.andNot(kept.numbers());
    BitSet refusedOfAll = new BitSet(batch.size());
    int number = kept.numbers().nextSetBit(0);
    for (int i = 0; i < kept.spans().size(); i++) {
      stored.set(number, refused.stored().get(i));
      refusedOfAll.set(number, refused.refused().get(i));
      number = kept.numbers().nextSetBit(number + 1);
    }
    return Future.failedFuture(
        StorageException.partial(refused.kind(), refused.getMessage(), stored, refusedOfAll));
  }

  /** Those refused for good, and those stored in part, come again too, but in other batches. */
  private static boolean comesAgain(Throwable failure) {
    return !(failure instanceof StorageException refused)
        || (refused.kind() == StorageException.Kind.TRANSIENT && refused.stored().isEmpty());
  }

  private Judged judge(SpanBatch batch) {
    BitSet kept = new BitSet(batch.size());
    kept.set(0, batch.size());
    for (SpanFilter filter : filters) {
      filter.filter(batch, kept);
    }
    return new Judged(kept.cardinality() == batch.size() ? batch : part(batch, kept), kept);
  }

  private static SpanBatch part(SpanBatch batch, BitSet kept) {
    int share = (int) (batch.encodedBytes() * kept.cardinality() / Math.max(1, batch.size()));
    SpanBatchBuilder builder = new SpanBatchBuilder(ProcessTags.NONE, share + 256);
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      builder.add(batch, i);
    }
    return builder.build();
  }
}
