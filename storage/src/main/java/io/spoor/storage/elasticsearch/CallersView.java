package io.spoor.storage.elasticsearch;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.ArchiveStore;
import io.spoor.storage.BearerToken;
import io.spoor.storage.DependencyReader;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.TraceReader;
import io.spoor.storage.elasticsearch.read.ElasticsearchReader;
import io.vertx.core.Future;
import java.util.Optional;

/** The store as one caller sees it. It writes as the store does: spans are no caller's. */
final class CallersView implements SpanStorage {
  private final ElasticsearchStorage store;
  private final BearerToken caller;
  private final ElasticsearchReader reader;

  CallersView(ElasticsearchStorage store, BearerToken caller) {
    this.store = requireNonNull(store, "store");
    this.caller = requireNonNull(caller, "caller");
    this.reader = store.readerAs(caller);
  }

  @Override
  public SpanWriter writer() {
    return store.writer();
  }

  @Override
  public TraceReader reader() {
    return reader;
  }

  @Override
  public DependencyReader dependencies() {
    return reader;
  }

  @Override
  public Optional<ArchiveStore> archive() {
    return store.archiveAs(caller);
  }

  @Override
  public SpanStorage as(BearerToken other) {
    return store.as(other);
  }

  @Override
  public Future<Void> check() {
    return store.check();
  }

  /** The store is its owner's. */
  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
