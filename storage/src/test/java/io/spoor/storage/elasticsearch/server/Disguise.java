package io.spoor.storage.elasticsearch.server;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the proxy's server is taken for: it answers {@code GET /} as a whole Elasticsearch does, or
 * as OpenSearch, and knows the ILM policies of these names.
 */
public record Disguise(String version, boolean openSearch, Set<String> ilmPolicies) {
  private static final String PRODUCT = "X-Elastic-Product";
  private static final String VENDOR_TYPE = "application/vnd.elasticsearch+";
  private static final String ILM = "/_ilm/policy/";

  public Disguise {
    ilmPolicies = Set.copyOf(ilmPolicies);
  }

  public static Disguise as(String elasticsearchVersion) {
    return new Disguise(elasticsearchVersion, false, Set.of());
  }

  /**
   * OpenSearch has no real server among the test servers: this one names itself so, does not claim
   * to be Elasticsearch's product and refuses Elasticsearch's media types.
   */
  public static Disguise asOpenSearch(String version) {
    return new Disguise(version, true, Set.of());
  }

  public Disguise withIlmPolicy(String name) {
    Set<String> more = new java.util.HashSet<>(ilmPolicies);
    more.add(name);
    return new Disguise(version, openSearch, more);
  }

  /** Its own answer to what the server behind it does not know. */
  Optional<Behaviour> answer(RecordedRequest request) {
    if (openSearch
        && (request.header("content-type") + request.header("accept")).contains(VENDOR_TYPE)) {
      return Optional.of(
          Behaviour.error(406, "media_type_header_exception", "Content-Type is not supported"));
    }
    if (request.path().equals("/") && request.method().equals("GET")) {
      return Optional.of(good(root()));
    }
    if (request.path().equals("/") && request.method().equals("HEAD")) {
      return Optional.of(good(""));
    }
    if (request.path().startsWith(ILM) && request.method().equals("GET")) {
      return Optional.of(policy(request.path().substring(ILM.length())));
    }
    return Optional.empty();
  }

  /** Of an answer that goes out. */
  MultiMap headers(MultiMap server) {
    return openSearch ? server.remove(PRODUCT) : server;
  }

  private Behaviour policy(String name) {
    if (!ilmPolicies.contains(name)) {
      return Behaviour.error(
          404, "resource_not_found_exception", "Lifecycle policy not found: " + name);
    }
    JsonObject policy = new JsonObject().put("phases", new JsonObject());
    return good(
        new JsonObject()
            .put(name, new JsonObject().put("version", 1).put("policy", policy))
            .encode());
  }

  private static Behaviour good(String body) {
    Map<String, String> headers =
        Map.of("content-type", "application/json", PRODUCT, "Elasticsearch");
    return new Behaviour.Answer(200, headers, Buffer.buffer(body));
  }

  private String root() {
    JsonObject numbers = new JsonObject().put("number", version);
    if (openSearch) {
      numbers.put("distribution", "opensearch");
    } else {
      numbers.put("build_flavor", "default");
    }
    numbers
        .put("build_type", "tar")
        .put("build_snapshot", false)
        .put("minimum_wire_compatibility_version", version)
        .put("minimum_index_compatibility_version", version);
    return new JsonObject()
        .put("name", "node")
        .put("cluster_name", "spoor-test")
        .put("cluster_uuid", "c29tZSB1dWlkIG9mIG91cg")
        .put("version", numbers)
        .put(
            "tagline",
            openSearch ? "The OpenSearch Project: https://opensearch.org/" : "You Know, for Search")
        .encode();
  }
}
