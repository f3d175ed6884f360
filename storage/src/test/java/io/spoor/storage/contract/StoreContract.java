package io.spoor.storage.contract;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens a fresh store for each test and closes it. */
public abstract class StoreContract {
  protected static final Tenant TENANT = Tenant.DEFAULT;

  protected Vertx vertx;
  protected SpanStorage store;

  /** Opens an empty store, one that gathers writes for a few milliseconds at most. */
  protected abstract Future<? extends SpanStorage> open(Vertx vertx);

  /**
   * Characters of a name, key or value up to which it can be searched for. Longer text is kept and
   * shown all the same.
   */
  protected int maxSearchableChars() {
    return Integer.MAX_VALUE;
  }

  /** What must come back of each span, to be compared: every byte, unless the form has less. */
  protected List<String> kept(SpanBatch batch) {
    return spanBytes(batch);
  }

  /** The same of each span's process. */
  protected List<String> keptProcesses(SpanBatch batch) {
    return processBytes(batch);
  }

  @BeforeEach
  final void openStore() {
    vertx = Vertx.vertx();
    store = await(open(vertx));
  }

  @AfterEach
  final void closeStore() {
    await(store.close());
    await(vertx.close());
  }

  protected static <T> T await(Future<T> future) {
    try {
      return future.await(90, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError("no answer in 30 s", e);
    }
  }

  protected final void write(TestSpan... spans) {
    write(TENANT, spans);
  }

  protected final void write(Tenant tenant, TestSpan... spans) {
    await(store.writer().write(tenant, TestSpan.batch(spans)));
  }

  protected final List<TraceId> find(TestQuery query) {
    return await(store.reader().findTraceIds(TENANT, query.build()));
  }

  /** Low halves of the trace ids found. */
  protected final List<Long> findLow(TestQuery query) {
    return find(query).stream().map(TraceId::low).toList();
  }

  protected final SpanBatch read(TraceId id) {
    return await(store.reader().trace(TENANT, id)).map(Trace::spans).orElseThrow();
  }

  /** The traces that are found by a text of that length: none if it is too long. */
  protected final List<Long> searchable(int chars, Long... traces) {
    return chars <= maxSearchableChars() ? List.of(traces) : List.of();
  }

  protected static StorageException failure(Future<?> future) {
    return assertThrows(StorageException.class, () -> await(future));
  }

  /** Each span's bytes as text, to be compared. */
  protected static List<String> spanBytes(SpanBatch batch) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      int from = batch.spanOffset(i);
      all.add(Arrays.toString(Arrays.copyOfRange(batch.array(), from, from + batch.spanLength(i))));
    }
    return all;
  }

  /** The bytes of each span's process as text, to be compared. */
  protected static List<String> processBytes(SpanBatch batch) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      int from = batch.processOffset(batch.process(i));
      int to = from + batch.processLength(batch.process(i));
      all.add(Arrays.toString(Arrays.copyOfRange(batch.array(), from, to)));
    }
    return all;
  }
}
