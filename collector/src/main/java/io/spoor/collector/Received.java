package io.spoor.collector;

import static java.util.Objects.requireNonNull;

import io.spoor.proto.codec.SpanFormat;
import io.spoor.storage.Tenant;

/**
 * One checked message as a receiver took it from its socket: what the journal keeps and the
 * pipeline decodes.
 *
 * @param receivedAtMillis since the epoch, by the collector's clock
 * @param spans what the structural check counted
 * @param body the message, inflated; belongs to the journal from here on and is never written again
 */
@SuppressWarnings(
    "ArrayRecordComponent") // a hand-over on the hot path: nobody compares two of them
public record Received(
    Tenant tenant,
    SpanFormat format,
    Transport transport,
    long receivedAtMillis,
    int spans,
    byte[] body) {
  public Received {
    requireNonNull(tenant, "tenant");
    requireNonNull(format, "format");
    requireNonNull(transport, "transport");
    requireNonNull(body, "body");
  }
}
