package io.spoor.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.flag.FlagException;
import io.spoor.app.flag.Settings;
import io.spoor.storage.Tenant;
import io.spoor.storage.elasticsearch.AtStart;
import io.spoor.storage.elasticsearch.document.TagFields;
import io.spoor.storage.elasticsearch.index.Frequency;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flags of contract elasticsearch.md §10. */
class ElasticsearchSettingsTest {
  @TempDir Path directory;

  private static ElasticsearchSettings read(Map<String, String> flags) {
    return read(flags, Map.of());
  }

  private static ElasticsearchSettings read(
      Map<String, String> flags, Map<String, String> environment) {
    Settings settings = new Settings(flags, environment);
    ElasticsearchSettings read = ElasticsearchSettings.read(settings, environment);
    settings.verify();
    return read;
  }

  private static List<String> complaints(Map<String, String> flags) {
    return assertThrows(FlagException.class, () -> read(flags)).complaints();
  }

  @Test
  void hasJaegersDefaults() {
    ElasticsearchSettings defaults = read(Map.of());

    assertEquals(List.of(URI.create("http://127.0.0.1:9200")), defaults.connection().servers());
    assertEquals(5, defaults.templates().shards());
    assertEquals(1, defaults.templates().replicas());
    assertTrue(defaults.templates().create());
    assertEquals(5_000_000, defaults.writing().bulkBytes());
    assertEquals(1000, defaults.writing().bulkActions());
    assertEquals(Duration.ofMillis(200), defaults.writing().flushInterval());
    assertEquals(Duration.ofHours(12), defaults.writing().serviceCacheTtl());
    assertEquals(10_000, defaults.reading().maxDocCount());
    assertEquals(Duration.ofDays(3), defaults.reading().maxSpanAge());
    assertFalse(defaults.indices().useAliases());
    assertTrue(defaults.templates().tags().isHot());
    assertTrue(defaults.archive().isEmpty());
    assertTrue(defaults.maintenance().isEmpty());
    assertEquals(AtStart.MUST_ANSWER, defaults.options(false).atStart());
    assertEquals(AtStart.IS_ASKED, defaults.options(true).atStart());
  }

  @Test
  void leavesTheClusterAloneUntilACallersTokenComes() {
    for (String flag : List.of("es.bearer-token-propagation", "query.bearer-token-propagation")) {
      ElasticsearchSettings read = read(Map.of(flag, "true"));

      assertEquals(AtStart.IS_LEFT_ALONE, read.optionsToRead().atStart());
      assertEquals(AtStart.IS_ASKED, read.options(false).atStart());
    }
    assertEquals(AtStart.MUST_ANSWER, read(Map.of()).optionsToRead().atStart());
  }

  @Test
  void looksAfterTheTenantsThatAreNamed() {
    Map<String, String> flags =
        Map.of(
            "es.maintenance", "true",
            "multi-tenancy.enabled", "true",
            "multi-tenancy.tenants", "b, A");

    assertEquals(
        List.of(new Tenant("A"), new Tenant("b")),
        read(flags).maintenance().orElseThrow().tenants());
    assertEquals(
        List.of(), read(Map.of("es.maintenance", "true")).maintenance().orElseThrow().tenants());
  }

  @Test
  void readsJaegersEnvironment() {
    ElasticsearchSettings read =
        read(
            Map.of(),
            Map.of(
                "ES_SERVER_URLS", "http://a:9200, http://b:9200",
                "ES_INDEX_PREFIX", "prod",
                "ES_INDEX_ROLLOVER_FREQUENCY_SPANS", "hour",
                "ES_INDEX_ROLLOVER_FREQUENCY_SERVICES", "weekly",
                "ES_PRIOIRITY_SPAN_TEMPLATE", "7",
                "ES_PRIORITY_SERVICE_TEMPLATE", "8",
                "ES_REMOTE_READ_CLUSTERS", "x, y"));

    assertEquals(2, read.connection().servers().size());
    assertEquals("prod", read.indices().prefix());
    assertEquals(Frequency.HOUR, read.indices().spans());
    assertEquals(Frequency.DAY, read.indices().services());
    assertEquals(7, read.templates().priorities().span());
    assertEquals(8, read.templates().priorities().service());
    assertEquals(List.of("x", "y"), read.indices().remoteClusters());
  }

  @Test
  void takesTagsAsFieldsFromListAndFile() throws IOException {
    Path file = Files.writeString(directory.resolve("keys"), " http.method \n\nerror\n");

    TagFields tags =
        read(Map.of(
                "es.tags-as-fields.include", "a.b, c",
                "es.tags-as-fields.config-file", file.toString(),
                "es.tags-as-fields.dot-replacement", "#"))
            .templates()
            .tags();

    assertFalse(tags.isHot());
    assertEquals(List.of("a#b", "c", "error", "http#method"), tags.fieldNames());
    assertTrue(read(Map.of("es.span-format", "classic")).templates().tags().isNone());
  }

  @Test
  void wantsAliasesForLifecycleManagement() {
    assertTrue(
        complaints(Map.of("es.use-ilm", "true"))
            .get(0)
            .startsWith("--es.use-ilm must always be used in conjunction with --es.use-aliases"));
    ElasticsearchSettings managed =
        read(Map.of("es.use-ilm", "true", "es.use-aliases", "true", "es.maintenance", "true"));
    assertFalse(managed.templates().create(), "es-rollover installs them, with the policy's name");
    assertFalse(managed.maintenance().orElseThrow().useAliases(), "the policy rolls over");
  }

  @Test
  void letsTheArchiveInheritWhatJaegersInherits() {
    ElasticsearchSettings archive =
        read(Map.of(
                "es.server-urls", "http://main:9200",
                "es.username", "spoor",
                "es.password", "secret",
                "es.tags-as-fields.all", "true",
                "es.num-shards", "9",
                "es-archive.enabled", "true"))
            .archive()
            .orElseThrow();

    assertEquals("spoor", archive.connection().credentials().username());
    assertFalse(archive.connection().credentials().password().isEmpty());
    assertFalse(archive.templates().tags().isHot());
    // Not inherited.
    assertEquals(List.of(URI.create("http://127.0.0.1:9200")), archive.connection().servers());
    assertEquals(5, archive.templates().shards());
  }

  @Test
  void saysWhatIsWrongWithEachFlag() {
    assertEquals(
        List.of("invalid value \"fast\" for --es.span-format: want jaeger, classic or lean"),
        complaints(Map.of("es.span-format", "fast")));
    assertEquals(
        List.of("invalid value \"DELETE\" for --es.send-get-body-as: want GET or POST"),
        complaints(Map.of("es.send-get-body-as", "DELETE")));
    assertEquals(
        List.of("invalid value \"chatty\" for --es.log-level: want debug, info or error"),
        complaints(Map.of("es.log-level", "chatty")));
    assertTrue(
        complaints(Map.of("es.tls.ca", "/ca.pem"))
            .contains("es.tls.* options cannot be used when es.tls.enabled is false"));
    assertEquals(1, complaints(Map.of("es.server-urls", "localhost")).size());
    assertEquals(1, complaints(Map.of("es.password", "a", "es.password-file", "b")).size());
  }

  @Test
  void hidesSecrets() {
    ElasticsearchSettings read = read(Map.of("es.username", "spoor", "es.password", "hunter2"));

    assertFalse(read.toString().contains("hunter2"), read::toString);
  }

  @Test
  void warnsOfFlagsThatDoNothing() {
    assertEquals(
        List.of("--es.sniffer has no effect: list the nodes in --es.server-urls"),
        read(Map.of("es.sniffer", "true")).warnings());
  }

  @Test
  void leavesTemplatesAndTheLifeOfIndicesToCollectorsWhereItOnlyReads() {
    ElasticsearchSettings settings =
        read(Map.of("es.maintenance", "true", "es-archive.enabled", "true"));

    assertFalse(settings.optionsToRead().templates().create());
    assertTrue(settings.optionsToRead().maintenance().isEmpty());
    assertTrue(settings.optionsToRead().archive().orElseThrow().templates().create());
    assertTrue(settings.options(false).maintenance().isPresent());
  }

  @Test
  void showsNoPasswordOfAUrlThatIsNone() {
    for (String url : List.of("http://me:s3cret@es_node:9200", "http://me:s3cr{et@node:9200")) {
      String complaints = complaints(Map.of("es.server-urls", url)).toString();
      assertTrue(complaints.contains("node:9200"), complaints);
      assertFalse(complaints.contains("s3cr"), complaints);
    }
  }
}
