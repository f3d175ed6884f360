package io.spoor.storage.elasticsearch;

import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.server.TestServer;
import java.util.UUID;

/**
 * Indices as Jaeger's templates make them, of a prefix that nobody else has (contract:
 * elasticsearch.md §2), and documents put into them word for word. Close it: its indices go.
 */
final class JaegerCluster implements AutoCloseable {
  private static final String KEYWORD = "{\"type\":\"keyword\",\"ignore_above\":256}";
  private static final String TAGS =
      """
      {"type":"nested","dynamic":false,"properties":{"key":%1$s,"value":%1$s,"tagType":%1$s}}\
      """
          .formatted(KEYWORD);
  private static final String SPAN_MAPPING =
      """
      {"dynamic_templates":[
        {"span_tags_map":{"path_match":"tag.*","mapping":%1$s}},
        {"process_tags_map":{"path_match":"process.tag.*","mapping":%1$s}}],
       "properties":{
        "traceID":%1$s,"parentSpanID":%1$s,"spanID":%1$s,"operationName":%1$s,
        "startTime":{"type":"long"},
        "startTimeMillis":{"type":"date","format":"epoch_millis"},
        "duration":{"type":"long"},
        "flags":{"type":"integer"},
        "logs":{"type":"nested","dynamic":false,"properties":{
          "timestamp":{"type":"long"},"fields":%2$s}},
        "process":{"properties":{"serviceName":%1$s,"tag":{"type":"object"},"tags":%2$s}},
        "references":{"type":"nested","dynamic":false,"properties":{
          "refType":%1$s,"traceID":%1$s,"spanID":%1$s}},
        "tag":{"type":"object"},
        "tags":%2$s}}
      """
          .formatted(KEYWORD, TAGS);
  private static final String SERVICE_MAPPING =
      """
      {"dynamic_templates":[
        {"span_tags_map":{"path_match":"tag.*","mapping":%1$s}},
        {"process_tags_map":{"path_match":"process.tag.*","mapping":%1$s}}],
       "properties":{"serviceName":%1$s,"operationName":%1$s}}
      """
          .formatted(KEYWORD);

  private final TestServer server;
  private final String prefix;

  JaegerCluster(TestServer server, int shards) {
    this.server = server;
    this.prefix = "t" + shards + "-" + UUID.randomUUID().toString().substring(0, 8);
    template("jaeger-span", SPAN_MAPPING, shards);
    template("jaeger-service", SERVICE_MAPPING, shards);
  }

  /** One template serves all prefixes, and is left to the next test. */
  private void template(String name, String mappings, int shards) {
    String path = "/_template/t" + shards + "-" + name;
    if (server.get(path).status() == 200) {
      return;
    }
    server
        .send(
            "PUT",
            path,
            """
            {"index_patterns":["t%1$d-*%2$s-*"],
             "settings":{"index.number_of_shards":%1$d,"index.number_of_replicas":0,
               "index.translog.durability":"async",
               "index.mapping.nested_fields.limit":50,"index.requests.cache.enable":true},
             "mappings":%3$s}
            """
                .formatted(shards, name, mappings))
        .expect(200);
  }

  /** Of all names, without the dash behind it. */
  String prefix() {
    return prefix;
  }

  /** Daily indices of that prefix. */
  IndexOptions names() {
    return IndexOptions.DEFAULTS.withPrefix(prefix);
  }

  TestServer server() {
    return server;
  }

  /** Stores a document; it can be found when this returns. */
  void put(String index, String document) {
    server.send("POST", "/" + prefix + "-" + index + "/_doc?refresh=true", document).expect(201);
  }

  void refresh() {
    server.send("POST", "/" + prefix + "-*/_refresh", "").expect(200);
  }

  @Override
  public void close() {
    String list = "/_cat/indices/" + prefix + "-*?h=index&expand_wildcards=all";
    String names = String.join(",", server.get(list).expect(200).body().strip().split("\\s+"));
    if (!names.isEmpty()) {
      server.send("DELETE", "/" + names, "").expect(200);
    }
  }
}
