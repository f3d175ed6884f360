package io.spoor.app.indexlife;

import io.spoor.app.Role;
import io.spoor.app.StartException;
import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.document.TagFields;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.spoor.storage.elasticsearch.index.TemplateInstaller;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.spoor.storage.elasticsearch.index.Templates;
import io.spoor.storage.elasticsearch.life.Lookback;
import io.spoor.storage.elasticsearch.life.Rollover;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code es-rollover init|rollover|lookback URL} (contract: elasticsearch.md §13). */
public final class EsRollover implements Role {
  private static final Flag SKIP_DEPENDENCIES =
      Flag.jaeger("skip-dependencies", Type.BOOLEAN, "false", "Leave the dependencies out");
  private static final Flag ADAPTIVE_SAMPLING =
      Flag.jaeger("adaptive-sampling", Type.BOOLEAN, "false", "Include the sampling index");
  private static final Flag LEAN =
      Flag.spoor("lean", Type.BOOLEAN, "false", "Include the chunks of --es.span-format=lean");
  private static final Flag USE_ILM =
      Flag.jaeger("es.use-ilm", Type.BOOLEAN, "false", "init: ILM will roll over");
  private static final Flag ILM_POLICY =
      Flag.jaeger("es.ilm-policy-name", Type.TEXT, "jaeger-ilm-policy", "init: its policy");
  private static final Flag SHARDS = Flag.jaeger("shards", Type.INTEGER, "5", "init: of an index");
  private static final Flag REPLICAS =
      Flag.jaeger("replicas", Type.INTEGER, "1", "init: of a shard");
  private static final Flag SPAN_PRIORITY = priority("span");
  private static final Flag SERVICE_PRIORITY = priority("service");
  private static final Flag DEPENDENCIES_PRIORITY = priority("dependencies");
  private static final Flag SAMPLING_PRIORITY = priority("sampling");
  private static final Flag ALL_TAGS =
      Flag.spoor(
          "tags-as-fields.all",
          Type.BOOLEAN,
          "false",
          "init: collectors run with --es.tags-as-fields.*: fields get doc values");
  private static final Flag CONDITIONS =
      Flag.jaeger("conditions", Type.TEXT, "{\"max_age\": \"2d\"}", "rollover: when, as JSON");
  private static final Flag UNIT =
      Flag.jaeger(
          "unit",
          Type.TEXT,
          "days",
          "lookback: seconds, minutes, hours, days, weeks, months or years");
  private static final Flag UNIT_COUNT =
      Flag.jaeger("unit-count", Type.INTEGER, "1", "lookback: how many of them are read");

  @Override
  public String name() {
    return "es-rollover";
  }

  @Override
  public String summary() {
    return "Roll the indices of Elasticsearch over: init, rollover or lookback.";
  }

  @Override
  public List<String> arguments() {
    return List.of("<init|rollover|lookback>", "<url>");
  }

  @Override
  public List<FlagGroup> flags() {
    return List.of(
        ToolOptions.group(),
        new FlagGroup("Which indices", List.of(SKIP_DEPENDENCIES, ADAPTIVE_SAMPLING, LEAN)),
        new FlagGroup(
            "init",
            List.of(
                USE_ILM,
                ILM_POLICY,
                SHARDS,
                REPLICAS,
                SPAN_PRIORITY,
                SERVICE_PRIORITY,
                DEPENDENCIES_PRIORITY,
                SAMPLING_PRIORITY,
                ALL_TAGS)),
        new FlagGroup("rollover", List.of(CONDITIONS)),
        new FlagGroup("lookback", List.of(UNIT, UNIT_COUNT)));
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    ToolOptions tool = ToolOptions.read(settings, environment);
    List<IndexSet> sets = sets(settings, tool.isArchive());
    TemplateOptions templates = templates(settings);
    String conditions = settings.text(CONDITIONS);
    Lookback lookback = new Lookback(settings.text(UNIT), settings.integer(UNIT_COUNT, 0));
    settings.verify();
    List<String> arguments = settings.arguments();
    if (arguments.size() != 2) {
      throw new StartException("wrong number of arguments: want " + String.join(" ", arguments()));
    }
    Function<Cluster, Future<?>> work =
        switch (arguments.get(0)) {
          case "init" -> cluster -> init(cluster, tool, sets, templates);
          case "rollover" ->
              cluster -> new Rollover(cluster, tool.names(), sets).rollover(conditions);
          case "lookback" ->
              cluster ->
                  new Rollover(cluster, tool.names(), sets)
                      .lookback(lookback.reference(ZonedDateTime.now(ZoneId.systemDefault())));
          default ->
              throw new StartException(
                  "unknown command " + arguments.get(0) + ": want init, rollover or lookback");
        };
    return Tool.run(arguments.get(1), tool, work);
  }

  private static Future<Void> init(
      Cluster cluster, ToolOptions tool, List<IndexSet> sets, TemplateOptions options) {
    return cluster
        .version()
        .compose(
            version -> {
              Templates templates = new Templates(tool.names(), options, version);
              TemplateInstaller installer = new TemplateInstaller(cluster);
              return new Rollover(cluster, tool.names(), sets)
                  .init(options.ilmPolicy(), set -> installer.install(templates, set));
            });
  }

  private static List<IndexSet> sets(Settings settings, boolean isArchive) {
    boolean skipsDependencies = settings.bool(SKIP_DEPENDENCIES);
    boolean hasSampling = settings.bool(ADAPTIVE_SAMPLING);
    boolean isLean = settings.bool(LEAN);
    if (isArchive) {
      return List.of(IndexSet.SPAN_ARCHIVE);
    }
    List<IndexSet> sets = new ArrayList<>(List.of(IndexSet.SPAN, IndexSet.SERVICE));
    if (!skipsDependencies) {
      sets.add(IndexSet.DEPENDENCIES);
    }
    if (hasSampling) {
      sets.add(IndexSet.SAMPLING);
    }
    if (isLean) {
      sets.add(IndexSet.LEAN);
    }
    return sets;
  }

  private static TemplateOptions templates(Settings settings) {
    String policy = settings.text(ILM_POLICY);
    return new TemplateOptions(
        true,
        settings.integer(SHARDS, 1),
        settings.integer(REPLICAS, 0),
        new TemplateOptions.Priorities(
            settings.integer(SPAN_PRIORITY, 0),
            settings.integer(SERVICE_PRIORITY, 0),
            settings.integer(DEPENDENCIES_PRIORITY, 0),
            settings.integer(SAMPLING_PRIORITY, 0)),
        settings.bool(USE_ILM) ? Optional.of(policy) : Optional.empty(),
        false,
        settings.bool(ALL_TAGS) ? TagFields.all(TagFields.AT) : TagFields.HOT);
  }

  /** Spelt rightly here, other than in the roles. */
  private static Flag priority(String set) {
    return Flag.jaeger(
        "priority-" + set + "-template",
        Type.INTEGER,
        "0",
        "init: of its template, Elasticsearch 8 and later");
  }
}
