package io.spoor.storage.elasticsearch.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which indices hold routed documents alone, so that a trace can be read from one shard of
 * each: those whose mapping refuses all others. A fleet on the day of its migration writes to other
 * indices, too, and they are read in full. What the mappings say is believed for a minute; whoever
 * reads tells how many shards answered, and an index that has come since shows by that.
 */
final class RoutedIndices {
  private static final Duration BELIEVED = Duration.ofMinutes(1);
  private static final int MAX_KNOWN = 1000;

  private final Searches searches;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final Map<List<String>, Known> known = new ConcurrentHashMap<>();

  private record Known(OptionalInt indices, Instant until) {}

  RoutedIndices(Searches searches, ObjectMapper json, InstantSource clock) {
    this.searches = searches;
    this.json = json;
    this.clock = clock;
  }

  /**
   * How many indices those names stand for, if each requires routing; empty if any does not, or
   * nobody knows: then they are to be read without. Never fails.
   */
  Future<OptionalInt> count(List<String> names) {
    Known before = known.get(names);
    if (before != null && clock.instant().isBefore(before.until)) {
      return Future.succeededFuture(before.indices);
    }
    if (names.stream().anyMatch(name -> name.contains(":"))) {
      return Future.succeededFuture(OptionalInt.empty());
    }
    return searches
        .get(
            names,
            "/_mapping",
            Map.of(
                "ignore_unavailable",
                "true",
                "allow_no_indices",
                "true",
                "filter_path",
                "*.mappings._routing.required,*.mappings.properties.traceID.type"))
        .map(answer -> answer.isOk() ? required(answer.body()) : OptionalInt.empty())
        .otherwise(OptionalInt.empty())
        .onSuccess(counted -> remember(names, counted));
  }

  /** Asks again next time. */
  void forget(List<String> names) {
    known.remove(names);
  }

  private void remember(List<String> names, OptionalInt counted) {
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known.put(names, new Known(counted, clock.instant().plus(BELIEVED)));
  }

  private OptionalInt required(byte[] body) {
    try {
      JsonNode indices = json.readTree(body);
      for (JsonNode index : indices) {
        if (!index.path("mappings").path("_routing").path("required").asBoolean()) {
          return OptionalInt.empty();
        }
      }
      return indices.isEmpty() ? OptionalInt.empty() : OptionalInt.of(indices.size());
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }
}
