package io.spoor.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.storage.Tenant;
import io.spoor.storage.TraceId;
import io.spoor.storage.contract.TestQuery;
import io.spoor.storage.contract.TestSpan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A store on disk that a test opens and closes as often as it likes. */
abstract class EmbeddedFixture {
  @TempDir Path directory;

  final Vertx vertx = Vertx.vertx();
  final TestClock clock = new TestClock();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  EmbeddedOptions options;
  EmbeddedStorage store;

  EmbeddedOptions options() {
    if (options == null) {
      options = EmbeddedOptions.of(directory).withTuning(DiskStorageTest.QUICK);
    }
    return options;
  }

  void open() {
    store = await(EmbeddedStorage.open(vertx, options(), registry, clock));
  }

  void open(Supplier<Shelf> shelf) {
    store = await(EmbeddedStorage.open(vertx, shelf, options(), registry, clock));
  }

  void reopen() {
    await(store.close());
    open();
  }

  @AfterEach
  void closeAll() {
    if (store != null) {
      await(store.close().otherwiseEmpty());
    }
    await(vertx.close());
  }

  void write(TestSpan... spans) {
    await(tryWrite(spans));
  }

  Future<Void> tryWrite(TestSpan... spans) {
    return store.writer().write(Tenant.DEFAULT, TestSpan.batch(spans));
  }

  List<Long> find(TestQuery query) {
    return await(store.reader().findTraceIds(Tenant.DEFAULT, query.build())).stream()
        .map(TraceId::low)
        .toList();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in 30 s", e);
    }
  }

  static void awaitUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "condition not met in 20 s");
      LockSupport.parkNanos(1_000_000);
    }
  }
}
