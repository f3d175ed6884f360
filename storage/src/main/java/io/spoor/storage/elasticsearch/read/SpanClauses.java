package io.spoor.storage.elasticsearch.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.storage.TagPattern;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Conditions on span documents, in Elasticsearch's words (contract: elasticsearch.md §8.2, §8.3).
 */
final class SpanClauses {
  /** What {@code startTimeMillis} is asked for: earlier is stored as 0, later is no date. */
  private static final long LAST_MILLIS = 253_402_300_799_999L;

  /** No field has a longer name, and servers refuse a request that says one much longer. */
  private static final int MAX_FIELD_CHARS = 1024;

  /** Nothing longer is indexed anywhere, and servers refuse to look for it. */
  private static final int MAX_TERM_CHARS = 32_766 / 4;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> NESTED = List.of("tags", "process.tags", "logs.fields");
  private static final List<String> FIELDS = List.of("tag", "process.tag", "scopeTag");

  private final String dotReplacement;

  SpanClauses(String dotReplacement) {
    this.dotReplacement = dotReplacement;
  }

  /**
   * Every condition, all on one document. Patterns are checked here, before anything is sent.
   *
   * @throws io.spoor.storage.StorageException if one is invalid
   */
  ArrayNode of(TraceQuery query) {
    ArrayNode all = JSON.arrayNode();
    query.service().ifPresent(name -> all.add(term("process.serviceName", name)));
    query
        .operation()
        .filter(name -> !name.isEmpty())
        .ifPresent(name -> all.add(term("operationName", name)));
    if (query.durationMinMicros().isPresent() || query.durationMaxMicros().isPresent()) {
      all.add(range("duration", query.durationMinMicros(), query.durationMaxMicros()));
    }
    started(query.startMinMicros(), query.startMaxMicros(), all);
    for (Map.Entry<String, String> tag : query.tags().entrySet()) {
      all.add(tag(tag.getKey(), TagPattern.compile(tag.getKey(), tag.getValue()), tag.getValue()));
    }
    return all;
  }

  /**
   * Adds that a span started then: in milliseconds, by which whole shards are passed over, and to
   * the microsecond.
   */
  static void started(long minMicros, long maxMicros, ArrayNode all) {
    long min = Math.floorDiv(minMicros, 1000L);
    long max = Math.floorDiv(maxMicros, 1000L);
    OptionalLong minMillis = min > 0 ? OptionalLong.of(min) : OptionalLong.empty();
    OptionalLong maxMillis =
        max >= 0 && max < LAST_MILLIS ? OptionalLong.of(max) : OptionalLong.empty();
    if (minMillis.isPresent() || maxMillis.isPresent()) {
      all.add(range("startTimeMillis", minMillis, maxMillis));
    }
    all.add(range("startTime", OptionalLong.of(minMicros), OptionalLong.of(maxMicros)));
  }

  /** Any of the traces; ids of before 1.16 stand without leading zeros. */
  static ObjectNode traces(Collection<TraceId> ids) {
    ArrayNode texts = JSON.arrayNode();
    for (TraceId id : ids) {
      String text = id.toString();
      texts.add(text);
      if (text.startsWith("0")) {
        String digits = text.replaceFirst("^0+", "");
        texts.add(digits.isEmpty() ? "0" : digits);
      }
    }
    return object("terms", object("traceID", texts));
  }

  private ObjectNode tag(String key, TagPattern pattern, String expression) {
    ArrayNode places = JSON.arrayNode();
    // A key with the replacement in it comes back as another key from a field.
    if (!key.isEmpty()
        && key.length() <= MAX_FIELD_CHARS
        && (dotReplacement.isEmpty() || !key.contains(dotReplacement))) {
      String name = key.replace(".", dotReplacement);
      FIELDS.forEach(field -> places.add(value(field + "." + name, pattern, expression)));
    }
    for (String path : NESTED) {
      ArrayNode both = JSON.arrayNode();
      both.add(term(path + ".key", key));
      both.add(value(path + ".value", pattern, expression));
      ObjectNode nested = JSON.objectNode();
      nested.put("path", path);
      nested.put("ignore_unmapped", true);
      nested.set("query", object("bool", object("filter", both)));
      places.add(object("nested", nested));
    }
    ObjectNode any = object("should", places);
    any.put("minimum_should_match", 1);
    return object("bool", any);
  }

  private static ObjectNode value(String field, TagPattern pattern, String expression) {
    if (pattern.literal().isPresent()) {
      return term(field, new String(pattern.literal().get(), StandardCharsets.UTF_8));
    }
    ObjectNode regexp = JSON.objectNode();
    regexp.put("value", expression);
    return object("regexp", object(field, regexp));
  }

  static ObjectNode term(String field, String value) {
    if (value.length() > MAX_TERM_CHARS) {
      return object("match_none", JSON.objectNode());
    }
    ObjectNode term = JSON.objectNode();
    term.put("value", value);
    return object("term", object(field, term));
  }

  static ObjectNode range(String field, OptionalLong min, OptionalLong max) {
    ObjectNode range = JSON.objectNode();
    min.ifPresent(value -> range.put("gte", value));
    max.ifPresent(value -> range.put("lte", value));
    return object("range", object(field, range));
  }

  static ObjectNode object(String name, com.fasterxml.jackson.databind.JsonNode value) {
    ObjectNode object = JSON.objectNode();
    object.set(name, value);
    return object;
  }
}
