package io.spoor.storage.elasticsearch.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.storage.elasticsearch.connection.Answer;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.Request;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends searches: indices that are not there hold nothing, and a shard that cannot answer fails the
 * search (contract: elasticsearch.md §8.1).
 */
final class Searches {
  /** Servers keep a scroll so long between two pages. */
  static final String KEEP_ALIVE = "1m";

  private static final Logger LOG = LoggerFactory.getLogger(Searches.class);
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private final Cluster cluster;
  private final ObjectMapper json;
  private final ReadOptions options;
  private final boolean asksForRights;
  private final Rights rights;

  /**
   * @param asksForRights whether an answer out of no index is looked into: a server takes indices
   *     that its caller may not read for indices that are not there
   */
  Searches(Cluster cluster, ObjectMapper json, ReadOptions options, boolean asksForRights) {
    this.asksForRights = asksForRights;
    this.cluster = cluster;
    this.json = json;
    this.options = options;
    this.rights = new Rights(cluster, json);
  }

  ObjectNode body() {
    ObjectNode body = json.createObjectNode();
    if (!options.searchTimeout().isZero()) {
      body.put("timeout", options.searchTimeout().toMillis() + "ms");
    }
    return body;
  }

  Future<Answer> search(List<String> indices, JsonNode body) {
    return search(indices, body, Map.of());
  }

  Future<Answer> search(List<String> indices, JsonNode body, Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put("ignore_unavailable", "true");
    all.put("allow_no_indices", "true");
    all.put("allow_partial_search_results", "false");
    Future<Answer> answered = send("POST", "/" + path(indices) + "/_search", body, all);
    return asksForRights ? answered.compose(answer -> rights.mayRead(indices, answer)) : answered;
  }

  Future<Answer> send(String method, String path, JsonNode body, Map<String, String> parameters) {
    return cluster.send(Request.of(method, path, Request.Body.json(bytes(body))).with(parameters));
  }

  Future<Answer> get(List<String> indices, String what, Map<String, String> parameters) {
    return cluster.send(Request.of("GET", "/" + path(indices) + what).with(parameters));
  }

  /** The next page. */
  Future<Answer> scroll(String id) {
    ObjectNode next = json.createObjectNode();
    next.put("scroll", KEEP_ALIVE);
    next.put("scroll_id", id);
    return send("POST", "/_search/scroll", next, Map.of());
  }

  /** Frees what the servers keep for the scroll; they would do it by themselves in a minute. */
  void endScroll(String id) {
    ObjectNode body = json.createObjectNode();
    body.putArray("scroll_id").add(id);
    send("DELETE", "/_search/scroll", body, Map.of())
        .onFailure(failure -> LOG.debug("cannot end a scroll", failure));
  }

  private byte[] bytes(JsonNode body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that is no JSON", e);
    }
  }

  /** Names as they may stand in a path; none would mean all there are. */
  static String path(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no index to search");
    }
    StringBuilder path = new StringBuilder();
    for (byte b : String.join(",", names).getBytes(UTF_8)) {
      boolean isPlain =
          (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || "-_.*,:".indexOf(b) >= 0;
      if (isPlain) {
        path.append((char) b);
      } else {
        path.append('%').append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
      }
    }
    return path.toString();
  }
}
