package io.spoor.storage;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which traces to find: those with one span that meets every condition at once (contract:
 * elasticsearch.md §8.2). The traces with the latest matching span come first.
 *
 * @param service exact name; absent = any
 * @param operation exact name; absent = any
 * @param tags exact key to a Lucene regular expression that the text of the whole value matches, in
 *     a tag of the span, of its process, or in a field of one of its logs
 * @param startMinMicros earliest span start, microseconds since the epoch, inclusive
 * @param startMaxMicros latest span start, microseconds since the epoch, inclusive
 * @param durationMinMicros shortest duration, inclusive
 * @param durationMaxMicros longest duration, inclusive
 * @param limit traces at most, at least 1
 */
public record TraceQuery(
    Optional<String> service,
    Optional<String> operation,
    Map<String, String> tags,
    long startMinMicros,
    long startMaxMicros,
    OptionalLong durationMinMicros,
    OptionalLong durationMaxMicros,
    int limit) {

  public TraceQuery {
    requireNonNull(service, "service");
    requireNonNull(operation, "operation");
    tags = Map.copyOf(tags);
    requireNonNull(durationMinMicros, "durationMinMicros");
    requireNonNull(durationMaxMicros, "durationMaxMicros");
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be >= 1 (got " + limit + ")");
    }
  }

  /**
   * Refuses what no span can match, in Jaeger's words (contract: elasticsearch.md §8.2), except
   * that tags may be searched without naming a service. Stores call it before they search.
   *
   * @throws StorageException of kind {@link StorageException.Kind#BAD_REQUEST}
   */
  public void check() {
    if (startMinMicros > startMaxMicros) {
      throw new StorageException(
          StorageException.Kind.BAD_REQUEST, "start Time Minimum is above Maximum");
    }
    if (durationMinMicros.isPresent()
        && durationMaxMicros.isPresent()
        && durationMinMicros.getAsLong() > durationMaxMicros.getAsLong()) {
      throw new StorageException(
          StorageException.Kind.BAD_REQUEST, "duration Minimum is above Maximum");
    }
  }
}
