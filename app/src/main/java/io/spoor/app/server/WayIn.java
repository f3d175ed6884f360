package io.spoor.app.server;

import io.spoor.app.config.CollectorOptions;
import io.spoor.app.config.FilterSettings;
import io.spoor.app.config.JournalSettings;
import io.spoor.app.config.SamplingSettings;
import io.spoor.app.config.StorageSettings;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.app.selftrace.SelfTracing;
import io.spoor.collector.journal.Journal;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.SpanWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the receivers through the journal into a store, for the roles that collect. */
public record WayIn(
    Intake intake, SamplingStrategies strategies, Journal journal, Entrance entrance) {
  /** What its parts are told. */
  public record Options(
      JournalSettings journal,
      CollectorOptions collector,
      SamplingSettings sampling,
      FilterSettings filters) {

    /** Complaints are the settings'. */
    public static Options read(Settings settings, Map<String, String> environment) {
      JournalSettings journal = JournalSettings.read(settings);
      CollectorOptions collector = CollectorOptions.read(settings, environment);
      journal.complainOfSmallness(
          settings, "--receiver.max-body-bytes", collector.limits().maxBodyBytes());
      return new Options(
          journal, collector, SamplingSettings.read(settings), FilterSettings.read(settings));
    }
  }

  /** The flags of all its parts. */
  public static List<FlagGroup> groups() {
    List<FlagGroup> groups = new ArrayList<>();
    groups.add(JournalSettings.group());
    groups.addAll(CollectorOptions.groups());
    groups.add(SamplingSettings.group());
    groups.add(FilterSettings.group());
    return groups;
  }

  /** Opens the parts from the store upwards; the ports last. */
  public static WayIn open(
      Options options,
      StorageSettings storing,
      SpanStorage storage,
      Optional<SelfTracing> tracing,
      ServerRuntime runtime) {
    boolean isVolatile = storing.kind() == StorageSettings.Kind.MEMORY;
    Journal journal =
        JournalOpening.open(options.journal(), isVolatile, options.collector().tags(), runtime);
    SpanWriter store =
        tracing.map(some -> some.around(storage.writer())).orElseGet(storage::writer);
    SpanWriter writer = FilterParts.open(options.filters(), store, runtime);
    PipelineParts.open(storing, options.journal(), journal, writer, runtime);
    SamplingStrategies strategies = SamplingParts.open(options.sampling(), runtime);
    CollectorOptions collector = options.collector();
    Entrance entrance =
        new Entrance(
            runtime,
            collector.doors().crowd(),
            Gates.ofReceivers(collector.auth(), collector.tenancy(), runtime));
    Intake intake = ReceiverParts.open(collector, journal, strategies, entrance);
    return new WayIn(intake, strategies, journal, entrance);
  }
}
