package io.spoor.storage.elasticsearch.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.storage.LatestTraces;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the traces with the latest matching span: matching documents, latest first, collapsed to
 * one a trace. Exact over any number of shards and indices, unlike Jaeger's terms aggregation, and
 * without a bucket for every trace that matches (contract: elasticsearch.md §8.2).
 */
final class TraceFinder {
  static final String WHAT = "search services failed";

  /** What {@code index.max_result_window} allows; more traces are never listed. */
  static final int MAX_HITS = 10_000;

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,32}");

  private final Searches searches;
  private final Completeness completeness;

  TraceFinder(Searches searches, Completeness completeness) {
    this.searches = searches;
    this.completeness = completeness;
  }

  /** Adds what is found to what was found elsewhere. */
  Future<Void> find(
      List<String> indices, TraceQuery query, ArrayNode conditions, LatestTraces found) {
    int limit = Math.min(query.limit(), MAX_HITS);
    return find(indices, conditions, limit, limit, found);
  }

  /** Ids with and without leading zeros are the same: then there are fewer than were asked for. */
  private Future<Void> find(
      List<String> indices, ArrayNode conditions, int limit, int size, LatestTraces found) {
    return searches
        .search(indices, body(conditions, size))
        .map(answer -> completeness.whole(WHAT, answer).path("hits").path("hits"))
        .compose(
            hits ->
                add(hits, found) < limit && hits.size() == size && size < MAX_HITS
                    ? find(indices, conditions, limit, Math.min(2 * size, MAX_HITS), found)
                    : Future.succeededFuture());
  }

  private ObjectNode body(ArrayNode conditions, int size) {
    ObjectNode body = searches.body();
    body.put("size", size);
    body.put("_source", false);
    body.put("track_total_hits", false);
    body.putObject("query").putObject("bool").set("filter", conditions);
    body.putObject("collapse").put("field", "traceID");
    ArrayNode sort = body.putArray("sort");
    sort.addObject().putObject("startTime").put("order", "desc").put("unmapped_type", "long");
    sort.addObject().putObject("traceID").put("order", "asc").put("unmapped_type", "keyword");
    return body;
  }

  /** How many traces those are. */
  private static int add(JsonNode hits, LatestTraces found) {
    Set<TraceId> ids = new HashSet<>();
    for (JsonNode hit : hits) {
      JsonNode sort = hit.path("sort");
      Optional<TraceId> id = id(sort.path(1).asText());
      id.ifPresent(ids::add);
      id.ifPresent(known -> found.add(known, sort.path(0).asLong()));
    }
    return ids.size();
  }

  private static Optional<TraceId> id(String text) {
    if (!HEX.matcher(text).matches()) {
      return Optional.empty();
    }
    int split = Math.max(0, text.length() - 16);
    long high = split == 0 ? 0 : Long.parseUnsignedLong(text.substring(0, split), 16);
    return Optional.of(new TraceId(high, Long.parseUnsignedLong(text.substring(split), 16)));
  }
}
