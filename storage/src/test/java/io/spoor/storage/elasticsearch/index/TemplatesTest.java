package io.spoor.storage.elasticsearch.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.storage.Tenant;
import io.spoor.storage.elasticsearch.connection.ServerVersion;
import io.spoor.storage.elasticsearch.document.TagFields;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  private static final ServerVersion SEVEN = new ServerVersion("7.17.29", false);
  private static final ServerVersion EIGHT = new ServerVersion("8.19.21", false);
  private static final ServerVersion OPEN_SEARCH = new ServerVersion("2.11.0", true);

  @Test
  void isJaegersToTheLetter() throws JsonProcessingException {
    String kw = "{\"type\":\"keyword\",\"ignore_above\":256}";
    String tags =
        """
        {"type":"nested","dynamic":false,
         "properties":{"key":%1$s,"value":%1$s,"tagType":%1$s}}"""
            .formatted(kw);
    String expected =
        """
        {"index_patterns":"*p-jaeger-span-*",
         "settings":{"index.number_of_shards":5,"index.number_of_replicas":1,
          "index.mapping.nested_fields.limit":50,"index.requests.cache.enable":true},
         "mappings":{
          "dynamic_templates":[
           {"span_tags_map":{"mapping":%1$s,"path_match":"tag.*"}},
           {"process_tags_map":{"mapping":%1$s,"path_match":"process.tag.*"}}],
          "properties":{
           "traceID":%1$s,"parentSpanID":%1$s,"spanID":%1$s,"operationName":%1$s,
           "startTime":{"type":"long"},
           "startTimeMillis":{"type":"date","format":"epoch_millis"},
           "duration":{"type":"long"},"flags":{"type":"integer"},
           "logs":{"type":"nested","dynamic":false,"properties":{
            "timestamp":{"type":"long"},"fields":%2$s}},
           "process":{"properties":{
            "serviceName":%1$s,"tag":{"type":"object"},"tags":%2$s}},
           "references":{"type":"nested","dynamic":false,"properties":{
            "refType":%1$s,"traceID":%1$s,"spanID":%1$s}},
           "tag":{"type":"object"},"tags":%2$s}}}"""
            .formatted(kw, tags);

    assertEquals(
        new ObjectMapper().readTree(expected),
        templates("p", TemplateOptions.DEFAULTS, SEVEN).jaeger(IndexSet.SPAN));
  }

  @Test
  void hasPriorityAndNoStarFromEightOn() {
    TemplateOptions options =
        new TemplateOptions(
            true,
            3,
            2,
            new TemplateOptions.Priorities(7, 8, 9, 10),
            TemplateOptions.DEFAULTS.ilmPolicy(),
            false,
            TagFields.HOT);
    Templates templates = templates("p-", options, EIGHT);

    ObjectNode body = templates.jaeger(IndexSet.SERVICE);

    assertEquals("/_index_template/p-jaeger-service", templates.form().path("p-jaeger-service"));
    assertEquals(8, body.get("priority").asInt());
    assertEquals("p-jaeger-service-*", body.get("index_patterns").asText());
    assertEquals(3, body.at("/template/settings/index.number_of_shards").asInt());
    assertTrue(body.at("/template/mappings/properties/serviceName").isObject());
    assertEquals(9, templates.jaeger(IndexSet.DEPENDENCIES).get("priority").asInt());
    assertEquals(
        "p-jaeger-dependencies-*",
        templates.jaeger(IndexSet.DEPENDENCIES).get("index_patterns").asText());
    assertFalse(
        templates
            .jaeger(IndexSet.SAMPLING)
            .at("/template/settings/index.requests.cache.enable")
            .asBoolean());
  }

  @Test
  void knowsThePatternsOfSevenAndOpenSearch() {
    for (ServerVersion version : List.of(SEVEN, OPEN_SEARCH)) {
      Templates templates = templates("p", TemplateOptions.DEFAULTS, version);

      assertEquals(TemplateForm.LEGACY, templates.form());
      assertEquals("*p-jaeger-service-*", pattern(templates, IndexSet.SERVICE));
      assertEquals("*jaeger-dependencies-*", pattern(templates, IndexSet.DEPENDENCIES));
      assertEquals("*p-jaeger-sampling-*", pattern(templates, IndexSet.SAMPLING));
    }
  }

  @Test
  void coversATenantsIndicesAndNobodyElses() {
    IndexNames tenants = new IndexNames(IndexOptions.DEFAULTS.withPrefix("p"), new Tenant("a"));
    IndexNames tools =
        new IndexNames(IndexOptions.DEFAULTS.withPrefix("p-tenant_a"), Tenant.DEFAULT);
    for (IndexNames names : List.of(tenants, tools)) {
      for (ServerVersion version : List.of(SEVEN, EIGHT)) {
        Templates templates = new Templates(names, TemplateOptions.DEFAULTS, version);
        assertEquals("p-tenant_a-jaeger-span-*", pattern(templates, IndexSet.SPAN));
        assertEquals("p-tenant_a-jaeger-dependencies-*", pattern(templates, IndexSet.DEPENDENCIES));
        assertEquals("p-tenant_a-spoor-chunk-*", pattern(templates, IndexSet.LEAN));
      }
      // After that of the default tenant, whose star in front covers these, too.
      ObjectNode legacy = new Templates(names, TemplateOptions.DEFAULTS, SEVEN).own(IndexSet.SPAN);
      assertEquals(1, legacy.get("order").asInt());
    }
    assertFalse(templates("p", TemplateOptions.DEFAULTS, SEVEN).own(IndexSet.SPAN).has("order"));
  }

  @Test
  void joinsTheReadAliasWithIlm() {
    Templates templates = templates("", TemplateOptions.DEFAULTS.withIlm("my-policy"), EIGHT);

    for (ObjectNode body :
        List.of(templates.jaeger(IndexSet.SPAN), templates.spoor(IndexSet.SPAN))) {
      assertTrue(body.at("/template/aliases/jaeger-span-read").isObject());
      JsonNode lifecycle = body.at("/template/settings/lifecycle");
      assertEquals("my-policy", lifecycle.get("name").asText());
      assertEquals("jaeger-span-write", lifecycle.get("rollover_alias").asText());
    }
  }

  @Test
  void declaresHotFieldsWithoutDocValuesAndLeavesThoseOfAnOperatorToTheDynamicTemplates() {
    String properties = "/template/mappings/properties";
    JsonNode hot = templates("", TemplateOptions.DEFAULTS, EIGHT).spoor(IndexSet.SPAN);
    JsonNode chosen =
        templates(
                "",
                TemplateOptions.DEFAULTS.withTags(TagFields.of(List.of("http.method"), "@")),
                EIGHT)
            .spoor(IndexSet.SPAN);

    for (String tag : List.of("/tag", "/process/properties/tag")) {
      JsonNode field = hot.at(properties + tag + "/properties/http@method");
      assertFalse(field.get("doc_values").asBoolean());
      assertEquals(256, field.get("ignore_above").asInt());
      assertFalse(chosen.at(properties + tag).has("properties"));
    }
    assertEquals(2, chosen.at("/template/mappings/dynamic_templates").size());
  }

  @Test
  void asksForNothingThatTheServerDoesNotKnow() {
    String setting = "index.mapping.total_fields.ignore_dynamic_beyond_limit";

    assertTrue(spoorSettings("8.14.0", false).has(setting));
    assertTrue(spoorSettings("9.0.0", false).has(setting));
    assertFalse(spoorSettings("8.13.4", false).has(setting));
    assertFalse(spoorSettings("7.17.29", false).has(setting));
    assertFalse(spoorSettings("3.0.0", true).has(setting));
  }

  @Test
  void keepsChunksOutOfEveryPatternOfJaegers() {
    String chunks = new IndexNames(IndexOptions.DEFAULTS, Tenant.DEFAULT).write(IndexSet.LEAN, 0);

    assertFalse(chunks.contains("jaeger-span-"), chunks);
    assertEquals(
        "spoor-chunk-*", pattern(templates("", TemplateOptions.DEFAULTS, SEVEN), IndexSet.LEAN));
  }

  private static JsonNode spoorSettings(String number, boolean isOpenSearch) {
    JsonNode body =
        templates("", TemplateOptions.DEFAULTS, new ServerVersion(number, isOpenSearch))
            .spoor(IndexSet.SPAN);
    return body.has("template") ? body.get("template").get("settings") : body.get("settings");
  }

  private static String pattern(Templates templates, IndexSet set) {
    return templates.spoor(set).get("index_patterns").asText();
  }

  private static Templates templates(
      String prefix, TemplateOptions options, ServerVersion version) {
    return new Templates(
        new IndexNames(IndexOptions.DEFAULTS.withPrefix(prefix), Tenant.DEFAULT), options, version);
  }

  @Test
  void keepsTheAliasesOfTheArchiveApartWithIlm() {
    TemplateOptions options = TemplateOptions.DEFAULTS.withIlm("my-policy");
    Templates eight = templates("", options, EIGHT);
    ObjectNode archive = eight.own(IndexSet.SPAN_ARCHIVE);

    assertEquals("jaeger-span-archive", eight.name(IndexSet.SPAN_ARCHIVE));
    assertEquals("jaeger-span-archive-*", archive.get("index_patterns").asText());
    assertEquals(1, archive.get("priority").asInt());
    assertTrue(archive.at("/template/aliases/jaeger-span-archive-read").isObject());
    assertEquals(1, templates("", options, SEVEN).own(IndexSet.SPAN_ARCHIVE).get("order").asInt());
    assertEquals(
        "jaeger-span", templates("", TemplateOptions.DEFAULTS, EIGHT).name(IndexSet.SPAN_ARCHIVE));
  }
}
