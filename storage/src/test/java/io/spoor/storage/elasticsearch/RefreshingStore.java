package io.spoor.storage.elasticsearch;

import io.spoor.storage.ArchiveStore;
import io.spoor.storage.DependencyReader;
import io.spoor.storage.Operation;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import io.spoor.storage.TraceReader;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A store that can be read at once: in life the server makes documents visible once a second, here
 * every read asks it to do so first.
 */
final class RefreshingStore implements SpanStorage, TraceReader {
  private final SpanStorage store;
  private final Supplier<Future<Void>> refresh;
  private final Supplier<Future<Void>> cleanUp;
  private final AtomicBoolean written = new AtomicBoolean();
  private Optional<Future<Void>> closed = Optional.empty();

  RefreshingStore(
      SpanStorage store, Supplier<Future<Void>> refresh, Supplier<Future<Void>> cleanUp) {
    this.store = store;
    this.refresh = refresh;
    this.cleanUp = cleanUp;
  }

  @Override
  public SpanWriter writer() {
    return (tenant, batch) ->
        store.writer().write(tenant, batch).onComplete(done -> written.set(true));
  }

  @Override
  public TraceReader reader() {
    return this;
  }

  @Override
  public DependencyReader dependencies() {
    return store.dependencies();
  }

  @Override
  public Optional<ArchiveStore> archive() {
    return store.archive();
  }

  @Override
  public Future<Void> check() {
    return store.check();
  }

  @Override
  public synchronized Future<Void> close() {
    if (closed.isEmpty()) {
      closed = Optional.of(store.close().eventually(cleanUp));
    }
    return closed.get();
  }

  @Override
  public Future<Optional<Trace>> trace(Tenant tenant, TraceId id) {
    return refreshed().compose(done -> store.reader().trace(tenant, id));
  }

  @Override
  public Future<List<Trace>> findTraces(Tenant tenant, TraceQuery query) {
    return refreshed().compose(done -> store.reader().findTraces(tenant, query));
  }

  @Override
  public Future<List<TraceId>> findTraceIds(Tenant tenant, TraceQuery query) {
    return refreshed().compose(done -> store.reader().findTraceIds(tenant, query));
  }

  @Override
  public Future<List<String>> services(Tenant tenant) {
    return refreshed().compose(done -> store.reader().services(tenant));
  }

  @Override
  public Future<List<Operation>> operations(Tenant tenant, String service) {
    return refreshed().compose(done -> store.reader().operations(tenant, service));
  }

  private Future<Void> refreshed() {
    return written.getAndSet(false) ? refresh.get() : Future.succeededFuture();
  }
}
