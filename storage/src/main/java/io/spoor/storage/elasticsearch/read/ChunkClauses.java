package io.spoor.storage.elasticsearch.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.storage.TagPattern;
import io.spoor.storage.TraceQuery;
import io.spoor.storage.elasticsearch.lean.ChunkTerms;
import java.util.OptionalLong;

/** Conditions that a chunk with a matching span meets, and others may meet too. */
final class ChunkClauses {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String RESERVED = ".?+*|{}[]()\"\\#@&<>~";

  private ChunkClauses() {}

  static ArrayNode of(TraceQuery query) {
    ArrayNode all = JSON.arrayNode();
    query.service().ifPresent(name -> all.add(term("service", ChunkTerms.name(name))));
    query
        .operation()
        .filter(name -> !name.isEmpty())
        .ifPresent(name -> all.add(term("operation", ChunkTerms.name(name))));
    all.add(atLeast("startMax", query.startMinMicros()));
    all.add(atMost("startMin", query.startMaxMicros()));
    query.durationMinMicros().ifPresent(min -> all.add(atLeast("durationMax", min)));
    query.durationMaxMicros().ifPresent(max -> all.add(atMost("durationMin", max)));
    query.tags().forEach((key, expression) -> all.add(tag(key, expression)));
    return all;
  }

  /** That a span, or one of a chunk, started then. */
  static ObjectNode startedInEitherForm(long minMicros, long maxMicros) {
    ArrayNode span = JSON.arrayNode();
    SpanClauses.started(minMicros, maxMicros, span);
    ArrayNode chunk = JSON.arrayNode();
    chunk.add(atLeast("startMax", minMicros));
    chunk.add(atMost("startMin", maxMicros));
    ArrayNode either = JSON.arrayNode();
    either.add(SpanClauses.object("bool", SpanClauses.object("filter", span)));
    either.add(SpanClauses.object("bool", SpanClauses.object("filter", chunk)));
    return anyOf(either);
  }

  private static ObjectNode anyOf(ArrayNode clauses) {
    ObjectNode should = SpanClauses.object("should", clauses);
    should.put("minimum_should_match", 1);
    return SpanClauses.object("bool", should);
  }

  private static ObjectNode tag(String key, String expression) {
    TagPattern pattern = TagPattern.compile(key, expression);
    if (pattern.literal().isPresent()) {
      return term("tag", ChunkTerms.tag(key, new String(pattern.literal().get(), UTF_8)));
    }
    if (key.getBytes(UTF_8).length > ChunkTerms.MAX_BYTES) {
      return term("tag", String.valueOf(ChunkTerms.LONG_KEY));
    }
    ArrayNode any = JSON.arrayNode();
    any.add(term("tag", key + ChunkTerms.LONG_VALUE));
    String whole = escaped(key) + ChunkTerms.SEPARATOR + "(" + expression + ")";
    any.add(
        whole.length() <= TagPattern.MAX_LENGTH
            ? field("regexp", whole)
            : field("prefix", key + ChunkTerms.SEPARATOR));
    return anyOf(any);
  }

  private static ObjectNode field(String query, String value) {
    ObjectNode condition = JSON.objectNode();
    condition.put("value", value);
    return SpanClauses.object(query, SpanClauses.object("tag", condition));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (RESERVED.indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  private static ObjectNode term(String field, String value) {
    return SpanClauses.term(field, value);
  }

  private static ObjectNode atLeast(String field, long value) {
    return SpanClauses.range(field, OptionalLong.of(value), OptionalLong.empty());
  }

  private static ObjectNode atMost(String field, long value) {
    return SpanClauses.range(field, OptionalLong.empty(), OptionalLong.of(value));
  }
}
