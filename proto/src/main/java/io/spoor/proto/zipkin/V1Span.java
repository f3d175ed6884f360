package io.spoor.proto.zipkin;

/**
 * A span as version 1 and {@code zipkincore.Span} have it: what happened, and what is known, each
 * with the endpoint that says so. Read from Thrift and JSON, used again for the next span.
 */
final class V1Span {
  /** More than any span has; fewer than would take memory that matters. */
  static final int MAX_ITEMS = 1 << 17;

  long traceIdHigh;
  long traceIdLow;
  long spanId;
  boolean hasParent;
  long parentId;
  int nameAt;
  int nameLength;
  boolean debug;
  boolean hasTimestamp;
  long timestamp;
  boolean hasDuration;
  long duration;
  final Slots<Annotation> annotations = new Slots<>(Annotation::new, "annotations", MAX_ITEMS);
  final Slots<Tag> tags = new Slots<>(Tag::new, "binary annotations", MAX_ITEMS);

  V1Span clear() {
    traceIdHigh = 0;
    traceIdLow = 0;
    spanId = 0;
    hasParent = false;
    parentId = 0;
    nameAt = 0;
    nameLength = 0;
    debug = false;
    hasTimestamp = false;
    timestamp = 0;
    hasDuration = false;
    duration = 0;
    annotations.clear();
    tags.clear();
    return this;
  }
}
