package io.spoor.proto.thrift;

import static java.util.Objects.requireNonNull;

/**
 * What a client tells of itself in its batches (contract: collector.md §7.7). All numbers count
 * from the client's start.
 *
 * @param client the process tag {@code client-uuid}
 * @param sequence the number of this batch
 * @param fullQueue spans lost because the client's queue was full
 * @param tooLarge spans lost because they fit in no packet
 * @param failed spans lost because sending failed
 */
public record ClientReport(
    String client, long sequence, long fullQueue, long tooLarge, long failed) {
  public ClientReport {
    requireNonNull(client, "client");
  }
}
