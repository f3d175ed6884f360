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
  private final Map<SpanBatch, SpanBatch> judged = new ConcurrentHashMap<>();

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
    SpanBatch kept = judged.computeIfAbsent(batch, this::judge);
    Future<Void> written = kept.isEmpty() ? Future.succeededFuture() : store.write(tenant, kept);
    Future<Void> told = kept == batch ? written : written.recover(FilteringWriter::ofTheWhole);
    return told.onComplete(
        done -> {
          if (done.succeeded() || !comesAgain(done.cause())) {
            judged.remove(batch);
          }
        });
  }

  /** The store's numbers of spans are not the caller's. */
  private static Future<Void> ofTheWhole(Throwable failure) {
    return Future.failedFuture(
        failure instanceof StorageException refused && !refused.stored().isEmpty()
            ? new StorageException(refused.kind(), refused.getMessage(), refused)
            : failure);
  }

  /** Those refused for good come again too, but in other batches. */
  private static boolean comesAgain(Throwable failure) {
    return !(failure instanceof StorageException refused)
        || refused.kind() == StorageException.Kind.TRANSIENT;
  }

  private SpanBatch judge(SpanBatch batch) {
    BitSet kept = new BitSet(batch.size());
    kept.set(0, batch.size());
    for (SpanFilter filter : filters) {
      filter.filter(batch, kept);
    }
    return kept.cardinality() == batch.size() ? batch : part(batch, kept);
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
