package io.spoor.proto.zipkin;

/** Something that happened at a time. Its text stands in the message. */
final class Annotation {
  /** Microseconds since the epoch; 0 is unknown. */
  long timestamp;

  int valueAt;
  int valueLength;

  /** Who saw it: empty if nobody says. Version 1 only. */
  final Endpoint endpoint = new Endpoint();

  /** Whether it says what happened and when: else it is as if it were not there. */
  boolean isKnown() {
    return timestamp > 0 && valueLength > 0;
  }

  Annotation clear() {
    timestamp = 0;
    valueAt = 0;
    valueLength = 0;
    endpoint.clear();
    return this;
  }
}
