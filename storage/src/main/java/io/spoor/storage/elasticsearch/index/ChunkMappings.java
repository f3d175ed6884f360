package io.spoor.storage.elasticsearch.index;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The mapping of the lean form: what its searches need, and spans that are only kept. */
final class ChunkMappings {
  private ChunkMappings() {}

  static void add(ObjectNode mappings, TemplateOptions options) {
    mappings.put("dynamic", false);
    if (options.requireRouting()) {
      mappings.putObject("_routing").put("required", true);
    }
    ObjectNode properties = mappings.putObject("properties");
    properties.putObject("traceID").put("type", "keyword");
    for (String term : new String[] {"service", "operation", "tag", "number"}) {
      properties.putObject(term).put("type", "keyword").put("doc_values", false);
    }
    for (String time : new String[] {"startMin", "startMax", "durationMin", "durationMax"}) {
      properties.putObject(time).put("type", "long");
    }
    properties.putObject("processes").put("type", "object").put("enabled", false);
    properties.putObject("spans").put("type", "object").put("enabled", false);
  }
}
