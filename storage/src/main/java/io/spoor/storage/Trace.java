package io.spoor.storage;

import static java.util.Objects.requireNonNull;

import io.spoor.proto.model.SpanBatch;

/** All stored spans of a trace, each once, by start time. */
public record Trace(TraceId id, SpanBatch spans) {
  public Trace {
    requireNonNull(id, "id");
    requireNonNull(spans, "spans");
  }
}
