package io.spoor.proto.thrift;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A {@code jaeger.Batch} within the arguments of a call, which {@link ThriftBatchCodec#check} would
 * let pass as it stands.
 *
 * @param offset where the struct starts, as an index into the message's array
 * @param spans how many it has
 */
public record BatchPart(int offset, int length, int spans, Optional<ClientReport> report) {
  public BatchPart {
    requireNonNull(report, "report");
  }
}
