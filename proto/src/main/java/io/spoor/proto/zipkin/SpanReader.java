package io.spoor.proto.zipkin;

import io.spoor.proto.wire.DecodeException;

/** Reads the spans of a body one after the other, in one encoding. Confined to one thread. */
interface SpanReader {

  /** Whether there is another span, which {@link #read} then reads. */
  boolean next() throws DecodeException;

  /** Reads a span: its sides, of which there is at least one, are there until the next one. */
  Slots<V2Span> read() throws DecodeException;

  /** The member that is being read, for the sender; empty for none. */
  String member();
}
