package io.spoor.query.http;

import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads many traces, a few at a time: a request with a thousand ids must not take all of the
 * store's readers, nor be refused by them. Confined to one event loop.
 */
final class Lookups {
  private static final int AT_ONCE = 4;

  private final Caller caller;
  private final TraceReader reader;
  private final List<TraceId> ids;
  private final List<Optional<Trace>> found;
  private final Promise<List<Optional<Trace>>> done = Promise.promise();
  private int next;
  private int finished;

  private Lookups(Caller caller, List<TraceId> ids) {
    this.caller = caller;
    this.reader = caller.store().reader();
    this.ids = ids;
    this.found = new ArrayList<>(Collections.nCopies(ids.size(), Optional.empty()));
  }

  /**
   * The traces in the order of the ids. Fails with the first failure.
   *
   * @param ids at least one
   */
  static Future<List<Optional<Trace>>> of(Caller caller, List<TraceId> ids) {
    Lookups lookups = new Lookups(caller, ids);
    for (int i = 0; i < AT_ONCE; i++) {
      lookups.go();
    }
    return lookups.done.future();
  }

  /** A loop, because reads that are done at once must not deepen the stack. */
  private void go() {
    boolean isReading = false;
    while (!isReading && next < ids.size() && !done.future().isComplete()) {
      int index = next++;
      Future<Optional<Trace>> reading = reader.trace(caller.tenant(), ids.get(index));
      isReading = !reading.isComplete();
      if (isReading) {
        reading.onComplete(
            result -> {
              finish(index, reading);
              go();
            });
      } else {
        finish(index, reading);
      }
    }
  }

  private void finish(int index, Future<Optional<Trace>> reading) {
    if (reading.failed()) {
      done.tryFail(reading.cause());
      return;
    }
    found.set(index, reading.result());
    if (++finished == ids.size()) {
      done.complete(found);
    }
  }
}
