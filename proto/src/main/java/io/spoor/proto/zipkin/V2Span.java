package io.spoor.proto.zipkin;

import java.util.ArrayList;
import java.util.List;

/**
 * One side of a call, as version 2 has it, with typed tags: what all encodings become before they
 * are written. Used again for the next span; confined to one thread.
 */
final class V2Span {
  /** Nobody in particular: never written to. */
  static final Endpoint NOBODY = new Endpoint();

  long traceIdHigh;
  long traceIdLow;
  long spanId;

  /** 0 is none. */
  long parentId;

  Kind kind = Kind.NONE;
  int nameAt;
  int nameLength;

  /** Microseconds since the epoch; 0 or less is unknown. */
  long timestamp;

  /** Microseconds; 0 is unknown. */
  long duration;

  Endpoint local = NOBODY;
  Endpoint remote = NOBODY;
  boolean debug;

  /** Of a key that is there more than once, the last one counts. */
  final List<Tag> tags = new ArrayList<>();

  final List<Annotation> annotations = new ArrayList<>();

  V2Span clear() {
    traceIdHigh = 0;
    traceIdLow = 0;
    spanId = 0;
    parentId = 0;
    kind = Kind.NONE;
    nameAt = 0;
    nameLength = 0;
    timestamp = 0;
    duration = 0;
    local = NOBODY;
    remote = NOBODY;
    debug = false;
    tags.clear();
    annotations.clear();
    return this;
  }
}
