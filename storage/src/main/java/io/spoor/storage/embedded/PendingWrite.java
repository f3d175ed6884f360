package io.spoor.storage.embedded;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.Tenant;
import io.vertx.core.Promise;

/** A batch on its way into the index, and whom to tell. */
record PendingWrite(Tenant tenant, SpanBatch batch, Promise<Void> done, long enqueuedNanos) {}
