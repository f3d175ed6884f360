package io.spoor.storage;

import io.spoor.proto.model.SpanBatch;
import io.vertx.core.Future;

/** Takes spans in. */
public interface SpanWriter {

  /**
   * Writes the batch. Completes when every span of it is durable and will be found; this is what
   * releases the journal. May group batches, so a caller keeps several writes in flight, in bounds
   * of its own.
   *
   * <p>Fails with {@link StorageException}: if that is transient, the batch is to be written again,
   * or another one of those spans alone that the failure does not name as stored; spans written
   * twice are shown once.
   */
  Future<Void> write(Tenant tenant, SpanBatch batch);
}
