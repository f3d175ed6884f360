package io.spoor.storage.elasticsearch.index;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Mappings as Jaeger 1.53 installs them (contract: elasticsearch.md §2). */
final class JaegerMappings {
  static final int IGNORE_ABOVE = 256;

  private JaegerMappings() {}

  static ObjectNode of(IndexSet set) {
    ObjectNode mappings = JsonNodeFactory.instance.objectNode();
    switch (set) {
      case SPAN, SPAN_ARCHIVE -> {
        addDynamicTemplates(mappings);
        addSpan(mappings.putObject("properties"));
      }
      case SERVICE -> {
        addDynamicTemplates(mappings);
        ObjectNode properties = mappings.putObject("properties");
        addKeyword(properties, "serviceName");
        addKeyword(properties, "operationName");
      }
      case DEPENDENCIES, SAMPLING -> {}
      case LEAN -> throw new IllegalArgumentException("Jaeger has no chunks");
    }
    return mappings;
  }

  static void addDynamicTemplates(ObjectNode mappings) {
    ArrayNode templates = mappings.putArray("dynamic_templates");
    addDynamicTemplate(templates, "span_tags_map", "tag.*");
    addDynamicTemplate(templates, "process_tags_map", "process.tag.*");
  }

  private static void addDynamicTemplate(ArrayNode templates, String name, String path) {
    ObjectNode template = templates.addObject().putObject(name);
    addKeyword(template, "mapping");
    template.put("path_match", path);
  }

  /** A keyword, whose values are not found if they are long. */
  static ObjectNode addKeyword(ObjectNode properties, String name) {
    return properties.putObject(name).put("type", "keyword").put("ignore_above", IGNORE_ABOVE);
  }

  private static void addSpan(ObjectNode properties) {
    addKeyword(properties, "traceID");
    addKeyword(properties, "parentSpanID");
    addKeyword(properties, "spanID");
    addKeyword(properties, "operationName");
    properties.putObject("startTime").put("type", "long");
    properties.putObject("startTimeMillis").put("type", "date").put("format", "epoch_millis");
    properties.putObject("duration").put("type", "long");
    properties.putObject("flags").put("type", "integer");
    ObjectNode logs = nested(properties, "logs");
    logs.putObject("timestamp").put("type", "long");
    addTags(logs, "fields");
    ObjectNode process = properties.putObject("process").putObject("properties");
    addKeyword(process, "serviceName");
    process.putObject("tag").put("type", "object");
    addTags(process, "tags");
    ObjectNode references = nested(properties, "references");
    addKeyword(references, "refType");
    addKeyword(references, "traceID");
    addKeyword(references, "spanID");
    properties.putObject("tag").put("type", "object");
    addTags(properties, "tags");
  }

  private static void addTags(ObjectNode properties, String name) {
    ObjectNode tags = nested(properties, name);
    addKeyword(tags, "key");
    addKeyword(tags, "value");
    addKeyword(tags, "tagType");
  }

  static ObjectNode nested(ObjectNode properties, String name) {
    return properties
        .putObject(name)
        .put("type", "nested")
        .put("dynamic", false)
        .putObject("properties");
  }
}
