package io.spoor.storage.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.spoor.storage.TraceId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many callers at once, and the end. */
public abstract class LifecycleContract extends StoreContract {

  @Test
  void isHealthyWhenOpen() {
    await(store.check());
  }

  @Test
  void findsEverythingThatManyCallersWroteAtOnce() throws InterruptedException {
    int threads = 8;
    int writes = 50;
    List<Future<Void>> done = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Thread> writers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int writer = t;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < writes; i++) {
                  done.add(
                      store
                          .writer()
                          .write(
                              TENANT,
                              TestSpan.batch(
                                  TestSpan.span(1 + i, writer * 1000 + i),
                                  TestSpan.span(1000 + writer, i))));
                }
              });
      writers.add(thread);
      thread.start();
    }
    for (Thread writer : writers) {
      writer.join();
    }
    for (Future<Void> write : List.copyOf(done)) {
      await(write);
    }

    for (int i = 0; i < writes; i++) {
      assertEquals(threads, read(new TraceId(0, 1 + i)).size());
    }
    for (int t = 0; t < threads; t++) {
      assertEquals(writes, read(new TraceId(0, 1000 + t)).size());
    }
  }

  @Test
  void findsASpanAsSoonAsItsWriteIsDone() {
    for (int i = 1; i <= 20; i++) {
      write(TestSpan.span(i, i).start(TestSpan.NOON + i));
      assertEquals(List.of((long) i), findLow(TestQuery.query().limit(1)));
    }
  }

  @Test
  void answersOnTheCallersContext() {
    Promise<Void> seen = Promise.promise();
    Context context = vertx.getOrCreateContext();
    context.runOnContext(
        start ->
            store
                .writer()
                .write(TENANT, TestSpan.batch(TestSpan.span(1, 1)))
                .compose(
                    done -> {
                      assertSame(context, Vertx.currentContext());
                      return store.reader().trace(TENANT, new TraceId(0, 1));
                    })
                .map(
                    trace -> {
                      assertSame(context, Vertx.currentContext());
                      return (Void) null;
                    })
                .onComplete(seen));
    await(seen.future());
  }

  @Test
  void finishesWhatWasHandedOverWhenClosed() {
    List<Future<Void>> writes = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      writes.add(store.writer().write(TENANT, TestSpan.batch(TestSpan.span(i, i))));
    }
    await(store.close());

    writes.forEach(StoreContract::await);
  }

  @Test
  void refusesWritesOnceClosed() {
    await(store.close());

    assertNotNull(failure(store.writer().write(TENANT, TestSpan.batch(TestSpan.span(1, 1)))));
  }

  @Test
  void closesTwice() {
    await(store.close());
    await(store.close());
  }
}
