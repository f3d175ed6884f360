package io.spoor.app.indexlife;

import io.spoor.app.Role;
import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.storage.Tenant;
import io.spoor.storage.elasticsearch.connection.ServerVersion;
import io.spoor.storage.elasticsearch.document.TagFields;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.spoor.storage.elasticsearch.index.Templates;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints an index template (contract: elasticsearch.md §14). */
public final class EsMappingGenerator implements Role {
  private static final Flag MAPPING =
      Flag.jaeger(
          "mapping",
          Type.TEXT,
          "jaeger-span",
          "jaeger-span, jaeger-service, jaeger-dependencies or jaeger-sampling");
  private static final Flag ES_VERSION =
      Flag.jaeger("es-version", Type.INTEGER, "7", "Major version of Elasticsearch, from 7 on");
  private static final Flag SHARDS = Flag.jaeger("shards", Type.INTEGER, "5", "Of an index");
  private static final Flag REPLICAS = Flag.jaeger("replicas", Type.INTEGER, "1", "Of a shard");
  private static final Flag INDEX_PREFIX =
      Flag.jaeger("index-prefix", Type.TEXT, "", "Before all index names");
  private static final Flag USE_ILM =
      Flag.jaeger("use-ilm", Type.BOOLEAN, "false", "Indices are rolled over by ILM");
  private static final Flag ILM_POLICY =
      Flag.jaeger("ilm-policy-name", Type.TEXT, "jaeger-ilm-policy", "Its policy");
  private static final Flag FORM =
      Flag.spoor(
          "form", Type.TEXT, "jaeger", "jaeger, or spoor for what Spoor's collector installs");

  private final PrintStream out;

  /** Prints there. */
  public EsMappingGenerator(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "esmapping-generator";
  }

  @Override
  public String summary() {
    return "Print an index template for Elasticsearch.";
  }

  @Override
  public List<FlagGroup> flags() {
    return List.of(
        new FlagGroup(
            "Template",
            List.of(
                MAPPING, ES_VERSION, SHARDS, REPLICAS, INDEX_PREFIX, USE_ILM, ILM_POLICY, FORM)));
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) {
    IndexSet set = settings.read(MAPPING, EsMappingGenerator::set);
    boolean isSpoor = settings.read(FORM, EsMappingGenerator::isSpoor);
    String policy = settings.text(ILM_POLICY);
    TemplateOptions options =
        new TemplateOptions(
            true,
            settings.integer(SHARDS, 1),
            settings.integer(REPLICAS, 0),
            new TemplateOptions.Priorities(0, 0, 0, 0),
            settings.bool(USE_ILM) ? Optional.of(policy) : Optional.empty(),
            false,
            TagFields.HOT);
    ServerVersion version = new ServerVersion(settings.integer(ES_VERSION, 7) + ".0.0", false);
    IndexNames names =
        new IndexNames(
            IndexOptions.DEFAULTS.withPrefix(settings.text(INDEX_PREFIX)), Tenant.DEFAULT);
    settings.verify();
    Templates templates = new Templates(names, options, version);
    out.println((isSpoor ? templates.spoor(set) : templates.jaeger(set)).toPrettyString());
    return 0;
  }

  private static IndexSet set(String name) {
    return Arrays.stream(IndexSet.values())
        .filter(set -> set.baseName().equals(name))
        .filter(set -> set != IndexSet.SPAN_ARCHIVE && set != IndexSet.LEAN)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "want jaeger-span, jaeger-service, jaeger-dependencies or jaeger-sampling"));
  }

  private static boolean isSpoor(String form) {
    return switch (form) {
      case "jaeger" -> false;
      case "spoor" -> true;
      default -> throw new IllegalArgumentException("want jaeger or spoor");
    };
  }
}
