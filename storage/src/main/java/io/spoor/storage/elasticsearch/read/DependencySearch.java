package io.spoor.storage.elasticsearch.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.storage.Dependency;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums what jobs have written about who calls whom (contract: elasticsearch.md §5, §8.5). A job
 * that ran twice for a day has written its links twice, and they count twice, as in Jaeger.
 */
final class DependencySearch {
  private static final String WHAT = "failed to search for dependencies";

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private final Searches searches;
  private final Completeness completeness;
  private final int maxDocuments;

  DependencySearch(Searches searches, Completeness completeness, int maxDocuments) {
    this.searches = searches;
    this.completeness = completeness;
    // A request for more is refused as a whole.
    this.maxDocuments = Math.min(maxDocuments, TraceFinder.MAX_HITS);
  }

  /**
   * @param conditions that documents must meet
   */
  Future<List<Dependency>> find(
      IndexNames names, ArrayNode conditions, Instant end, Duration lookback) {
    if (lookback.isNegative()) {
      return Future.failedFuture(
          new StorageException(Kind.BAD_REQUEST, WHAT + ": the look-back is negative"));
    }
    Instant start = clamp(end.minus(lookback));
    Instant last = clamp(end);
    ObjectNode body = searches.body();
    body.put("size", maxDocuments);
    body.put("track_total_hits", true);
    body.putArray("sort")
        .addObject()
        .putObject("timestamp")
        .put("order", "desc")
        .put("unmapped_type", "date");
    conditions
        .addObject()
        .putObject("range")
        .putObject("timestamp")
        .put("gte", start.toString())
        .put("lte", last.toString());
    body.putObject("query").putObject("bool").set("filter", conditions);
    return searches
        .search(
            names.read(
                IndexSet.DEPENDENCIES,
                ElasticsearchReader.micros(start),
                ElasticsearchReader.micros(last)),
            body)
        .map(answer -> summed(completeness.whole(WHAT, answer).path("hits")));
  }

  /** Dates of other years have other forms, and no document has one. */
  private static Instant clamp(Instant time) {
    return time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
  }

  private static List<Dependency> summed(JsonNode hits) {
    long total = hits.path("total").path("value").asLong();
    if (total > hits.path("hits").size()) {
      throw new StorageException(
          Kind.BAD_REQUEST, WHAT + ": there are " + total + " documents; shorten the look-back");
    }
    record Pair(String parent, String child) {}
    Map<Pair, Long> calls = new LinkedHashMap<>();
    for (JsonNode hit : hits.path("hits")) {
      for (JsonNode link : hit.path("_source").path("dependencies")) {
        calls.merge(
            new Pair(link.path("parent").asText(), link.path("child").asText()),
            link.path("callCount").asLong(),
            Long::sum);
      }
    }
    return calls.entrySet().stream()
        .map(
            entry ->
                new Dependency(entry.getKey().parent(), entry.getKey().child(), entry.getValue()))
        .sorted(Comparator.comparing(Dependency::parent).thenComparing(Dependency::child))
        .toList();
  }
}
