package io.spoor.collector.journal;

import io.spoor.collector.Received;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.Optional;

/**
 * An append under way. The journal thread owns position and sequence.
 *
 * @see Completions
 */
final class Append {
  private final Received received;
  private final byte[] tenant;
  private final long recordBytes;
  private final Promise<Void> promise = Promise.promise();
  private final Optional<ContextInternal> context;
  private long sequence;
  private long end;

  /** To be made on the caller's thread: its context is where the future completes. */
  Append(Received received) {
    this.received = received;
    this.tenant = RecordHeader.tenantBytes(received.tenant());
    this.recordBytes = RecordHeader.recordBytes(tenant.length, received.body().length);
    this.context = Optional.ofNullable(ContextInternal.current());
  }

  Received received() {
    return received;
  }

  byte[] tenant() {
    return tenant;
  }

  /** What it takes on disk, and near enough in memory. */
  long recordBytes() {
    return recordBytes;
  }

  Promise<Void> promise() {
    return promise;
  }

  Optional<ContextInternal> context() {
    return context;
  }

  /** It was written as that record, which ends there. */
  void written(long sequence, long end) {
    this.sequence = sequence;
    this.end = end;
  }

  long sequence() {
    return sequence;
  }

  /** Where its record ends in the segment. */
  long end() {
    return end;
  }
}
