package io.spoor.app.traffic;

import java.util.List;

/**
 * A span before it is encoded.
 *
 * @param parentId 0 for the root
 * @param kind client, server, producer, consumer or internal
 * @param startNanos since the epoch
 */
public record GeneratedSpan(
    GeneratedTrace trace,
    long spanId,
    long parentId,
    String operation,
    String kind,
    boolean isError,
    long startNanos,
    long durationNanos,
    List<Tag> tags,
    List<Event> events) {

  /** Something that happened during the span. */
  public record Event(long atNanos, String name, List<Tag> tags) {}
}
