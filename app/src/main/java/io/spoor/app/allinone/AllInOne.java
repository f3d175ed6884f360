package io.spoor.app.allinone;

import io.spoor.app.Role;
import io.spoor.app.config.CollectorOptions;
import io.spoor.app.config.CommonOptions;
import io.spoor.app.config.FilterSettings;
import io.spoor.app.config.JournalSettings;
import io.spoor.app.config.LocalPorts;
import io.spoor.app.config.ProcessorOptions;
import io.spoor.app.config.QueryOptions;
import io.spoor.app.config.SamplingSettings;
import io.spoor.app.config.StorageSettings;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.app.log.Logging;
import io.spoor.app.server.FilterParts;
import io.spoor.app.server.JournalOpening;
import io.spoor.app.server.LocalParts;
import io.spoor.app.server.PipelineParts;
import io.spoor.app.server.QueryParts;
import io.spoor.app.server.ReceiverParts;
import io.spoor.app.server.SamplingParts;
import io.spoor.app.server.ServerRuntime;
import io.spoor.app.server.StorageOpening;
import io.spoor.collector.journal.Journal;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.SpanWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the whole way of a span, top to bottom, in start order. */
public final class AllInOne implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(AllInOne.class);

  @Override
  public String name() {
    return "all-in-one";
  }

  @Override
  public String summary() {
    return "Everything in one process: collector, store and query.";
  }

  @Override
  public List<FlagGroup> flags() {
    List<FlagGroup> groups = new ArrayList<>();
    groups.add(StorageSettings.group());
    groups.add(JournalSettings.group());
    groups.addAll(CollectorOptions.groups());
    groups.addAll(LocalPorts.groups());
    groups.add(SamplingSettings.group());
    groups.add(FilterSettings.group());
    groups.addAll(QueryOptions.groups());
    groups.addAll(CommonOptions.groups());
    return groups;
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    CommonOptions common = CommonOptions.read(settings);
    StorageSettings storing = StorageSettings.read(settings);
    JournalSettings journaling = JournalSettings.read(settings);
    CollectorOptions collecting = CollectorOptions.read(settings, environment);
    LocalPorts local = LocalPorts.read(settings);
    SamplingSettings sampling = SamplingSettings.read(settings);
    QueryOptions querying = QueryOptions.read(settings);
    FilterSettings filtering = FilterSettings.read(settings);
    settings.verify();
    Logging.start(common.logLevel(), common.logEncoding());
    settings.oldNamesUsed().forEach(LOG::warn);
    ProcessorOptions.withoutEffect().stream()
        .filter(settings::isGiven)
        .forEach(flag -> LOG.warn("{} has no effect (docs/flags.md)", flag.option()));
    CollectorOptions.WITHOUT_EFFECT.stream()
        .filter(settings::isGiven)
        .forEach(
            flag ->
                LOG.warn(
                    "{} has no effect: the journal is the queue (docs/flags.md)", flag.option()));

    ServerRuntime runtime = new ServerRuntime(common);
    SpanStorage storage = StorageOpening.open(storing, runtime);
    boolean isVolatile = storing.kind() == StorageSettings.Kind.MEMORY;
    Journal journal = JournalOpening.open(journaling, isVolatile, collecting.tags(), runtime);
    SpanWriter writer = FilterParts.open(filtering, storage.writer(), runtime);
    PipelineParts.open(storing, journaling, journal, writer, runtime);
    SamplingStrategies strategies = SamplingParts.open(sampling, runtime);
    Intake intake = ReceiverParts.open(collecting, journal, strategies, runtime);
    LocalParts.open(local, intake, strategies, runtime);
    QueryParts.open(querying, storage, runtime);
    runtime.health().ready(storage, journal::unwritable);
    LOG.info("Health Check state change to ready");
    runtime.runUntilStopped();
    return 0;
  }
}
