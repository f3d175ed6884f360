package io.spoor.storage.elasticsearch.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.storage.Operation;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Services and operations (contract: elasticsearch.md §8.4). Kinds come from what Spoor adds to
 * service documents; an operation that only Jaeger's documents name has none.
 */
final class ServiceCatalog {
  private static final String SERVICES = "search services failed";
  private static final String OPERATIONS = "search operations failed";
  private static final List<String> KINDS =
      List.of("server", "client", "producer", "consumer", "internal");
  private static final String ANY_KIND = "";

  private final Searches searches;
  private final Completeness completeness;
  private final int maxNames;

  ServiceCatalog(Searches searches, Completeness completeness, int maxNames) {
    this.searches = searches;
    this.completeness = completeness;
    this.maxNames = maxNames;
  }

  /**
   * @param conditions that documents must meet
   */
  Future<List<String>> services(List<String> indices, ArrayNode conditions) {
    ObjectNode body = searches.body();
    body.put("size", 0);
    if (!conditions.isEmpty()) {
      body.putObject("query").putObject("bool").set("filter", conditions);
    }
    body.set("aggs", names("serviceName"));
    return searches
        .search(indices, body)
        .map(
            answer -> {
              JsonNode root = completeness.whole(SERVICES, answer);
              return keys(root.path("aggregations")).stream().sorted().toList();
            });
  }

  /**
   * @param conditions that documents must meet
   */
  Future<List<Operation>> operations(List<String> indices, ArrayNode conditions, String service) {
    ObjectNode body = searches.body();
    body.put("size", 0);
    conditions.add(SpanClauses.term("serviceName", service));
    body.putObject("query").putObject("bool").set("filter", conditions);
    ObjectNode aggregations = body.putObject("aggs");
    aggregations.setAll(Map.of("all", named("operationName")));
    for (String kind : KINDS) {
      ObjectNode ofKind = aggregations.putObject(kind);
      ofKind.putObject("filter").putObject("term").put("spanKind." + kind, true);
      ofKind.set("aggs", names("operationName"));
    }
    return searches
        .search(indices, body)
        .map(answer -> operations(completeness.whole(OPERATIONS, answer).path("aggregations")));
  }

  private static List<Operation> operations(JsonNode aggregations) {
    List<Operation> operations = new ArrayList<>();
    Set<String> kindless = new HashSet<>(buckets(aggregations.path("all")));
    for (String kind : KINDS) {
      for (String name : keys(aggregations.path(kind))) {
        operations.add(new Operation(name, kind));
        kindless.remove(name);
      }
    }
    kindless.forEach(name -> operations.add(new Operation(name, ANY_KIND)));
    operations.sort(Comparator.comparing(Operation::name).thenComparing(Operation::spanKind));
    return List.copyOf(operations);
  }

  private ObjectNode names(String field) {
    return SpanClauses.object("names", named(field));
  }

  private ObjectNode named(String field) {
    ObjectNode terms = searches.body();
    terms.removeAll();
    terms.put("field", field);
    terms.put("size", maxNames);
    return SpanClauses.object("terms", terms);
  }

  /** Absent where no index exists. */
  private static List<String> keys(JsonNode aggregations) {
    return buckets(aggregations.path("names"));
  }

  private static List<String> buckets(JsonNode terms) {
    List<String> keys = new ArrayList<>();
    terms.path("buckets").forEach(bucket -> keys.add(bucket.path("key").asText()));
    return keys;
  }
}
