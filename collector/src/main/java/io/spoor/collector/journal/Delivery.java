package io.spoor.collector.journal;

import static java.util.Objects.requireNonNull;

import io.spoor.collector.Received;
import io.spoor.proto.model.ProcessTags;

/**
 * A record on its way to the store.
 *
 * @param sequence the record's number, unique in the journal's life and rising
 * @param collectorTags those in force when it was received, so that a replay gives what the first
 *     pass gave
 */
public record Delivery(long sequence, ProcessTags collectorTags, Received received) {
  public Delivery {
    requireNonNull(collectorTags, "collectorTags");
    requireNonNull(received, "received");
  }
}
