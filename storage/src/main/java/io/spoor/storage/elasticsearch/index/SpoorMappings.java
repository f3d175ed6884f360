package io.spoor.storage.elasticsearch.index;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.storage.elasticsearch.document.SpanKind;
import java.util.List;

/**
 * Mappings for the same documents that cost less: every query of jaeger-query is still answered.
 * Without doc values is what nobody sorts or charts by: ids of spans, nested tags, and fields that
 * are Spoor's choice. Tags that an operator makes fields keep theirs.
 */
final class SpoorMappings {
  private SpoorMappings() {}

  static ObjectNode of(IndexSet set, TemplateOptions options) {
    ObjectNode mappings = JsonNodeFactory.instance.objectNode();
    // Text that looks like a date is text, wherever a field comes that is not declared.
    mappings.put("date_detection", false);
    switch (set) {
      case SPAN, SPAN_ARCHIVE -> {
        if (options.requireRouting()) {
          mappings.putObject("_routing").put("required", true);
        }
        JaegerMappings.addDynamicTemplates(mappings);
        addSpan(mappings.putObject("properties"), options);
      }
      case SERVICE -> {
        JaegerMappings.addDynamicTemplates(mappings);
        addService(mappings.putObject("properties"));
      }
      case LEAN -> ChunkMappings.add(mappings, options);
      // The one date that is searched by: undetected, it would be text.
      case DEPENDENCIES, SAMPLING ->
          mappings.putObject("properties").putObject("timestamp").put("type", "date");
    }
    return mappings;
  }

  private static void addService(ObjectNode properties) {
    JaegerMappings.addKeyword(properties, "serviceName");
    JaegerMappings.addKeyword(properties, "operationName");
    ObjectNode kinds = properties.putObject("spanKind").putObject("properties");
    for (SpanKind kind : SpanKind.values()) {
      if (kind != SpanKind.NONE) {
        kinds.putObject(kind.text()).put("type", "boolean");
      }
    }
  }

  private static void addSpan(ObjectNode properties, TemplateOptions options) {
    JaegerMappings.addKeyword(properties, "traceID");
    JaegerMappings.addKeyword(properties, "parentSpanID");
    // Another value for each document, and nobody looks for one.
    properties
        .putObject("spanID")
        .put("type", "keyword")
        .put("index", false)
        .put("doc_values", false);
    JaegerMappings.addKeyword(properties, "operationName");
    properties.putObject("startTime").put("type", "long");
    properties.putObject("startTimeMillis").put("type", "date").put("format", "epoch_millis");
    properties.putObject("duration").put("type", "long");
    properties.putObject("flags").put("type", "integer").put("index", false);
    ObjectNode logs = JaegerMappings.nested(properties, "logs");
    logs.putObject("timestamp").put("type", "long").put("index", false).put("doc_values", false);
    addTags(logs, "fields", "logs.fields");
    ObjectNode process = properties.putObject("process").putObject("properties");
    JaegerMappings.addKeyword(process, "serviceName");
    addFields(process, options);
    addTags(process, "tags", "process.tags");
    properties.putObject("references").put("type", "object").put("enabled", false);
    properties.putObject("warnings").put("type", "object").put("enabled", false);
    addFields(properties, options);
    addTags(properties, "tags", "tags");
  }

  /** {@code text} is what Jaeger would have written of a float that needs more digits. */
  private static void addTags(ObjectNode properties, String name, String path) {
    ObjectNode tags = JaegerMappings.nested(properties, name);
    JaegerMappings.addKeyword(tags, "key").put("doc_values", false);
    JaegerMappings.addKeyword(tags, "value").put("doc_values", false);
    tags.putObject("text")
        .put("type", "keyword")
        .put("index", false)
        .put("doc_values", false)
        .put("copy_to", path + ".value");
  }

  private static void addFields(ObjectNode properties, TemplateOptions options) {
    ObjectNode tag = properties.putObject("tag").put("type", "object");
    List<String> names = options.tags().fieldNames();
    // Names with dots are paths, and some keys begin as others end.
    if (options.tags().isHot() && !options.tags().dotReplacement().contains(".")) {
      ObjectNode fields = tag.putObject("properties");
      names.forEach(name -> JaegerMappings.addKeyword(fields, name).put("doc_values", false));
    }
  }
}
