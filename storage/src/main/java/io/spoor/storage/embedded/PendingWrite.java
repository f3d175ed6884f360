package io.spoor.storage.embedded;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.storage.Tenant;
import io.vertx.core.Promise;

/** A batch on its way into the index, and whom to tell. */
record PendingWrite(Tenant tenant, SpanBatch batch, Promise<Void> done, long enqueuedNanos) {

  /** The end of the queue. */
  static PendingWrite stop() {
    return new PendingWrite(
        Tenant.DEFAULT, new SpanBatchBuilder().build(), Promise.promise(), System.nanoTime());
  }

  /** Empty batches are not queued otherwise. */
  boolean isStop() {
    return batch.isEmpty();
  }
}
