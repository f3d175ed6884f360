package io.spoor.app.agent;

import io.spoor.app.Role;
import io.spoor.app.config.AgentOptions;
import io.spoor.app.config.CommonOptions;
import io.spoor.app.config.JournalSettings;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.IgnoredFlags;
import io.spoor.app.flag.Settings;
import io.spoor.app.log.Logging;
import io.spoor.app.server.Entrance;
import io.spoor.app.server.Gates;
import io.spoor.app.server.JournalOpening;
import io.spoor.app.server.LocalParts;
import io.spoor.app.server.OtlpParts;
import io.spoor.app.server.PipelineParts;
import io.spoor.app.server.ServerRuntime;
import io.spoor.collector.journal.Journal;
import io.spoor.collector.pipeline.PipelineOptions;
import io.spoor.collector.receiver.Intake;
import io.spoor.proto.Codecs;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipeline of a collector with a writer that forwards. Its health is its own: a collector that
 * is away is no reason to restart what keeps spans for it.
 */
public final class Agent implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final String ADMIN_PORT = ":14271";
  // What an agent hands on is counted by the collector under those names: once is enough.
  private static final ServerRuntime.Shape SHAPE =
      new ServerRuntime.Shape("jaeger.agent.build.info", 2, Optional.of("jaeger.collector"));

  /**
   * Small batches: the memory is somebody else's. Retries soon: a collector restarts in seconds.
   */
  private static final PipelineOptions PIPELINE =
      new PipelineOptions(
          256 << 10,
          Duration.ofMillis(100),
          8,
          6 << 20,
          Duration.ofMillis(100),
          Duration.ofSeconds(3));

  @Override
  public String name() {
    return "agent";
  }

  @Override
  public String summary() {
    return "Beside an application: takes its spans over UDP and forwards them to a collector.";
  }

  @Override
  public List<FlagGroup> flags() {
    List<FlagGroup> groups = new ArrayList<>(AgentOptions.groups());
    groups.add(JournalSettings.agentGroup());
    groups.addAll(CommonOptions.groups(ADMIN_PORT));
    return groups;
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    CommonOptions common = CommonOptions.read(settings, environment, ADMIN_PORT);
    AgentOptions options = AgentOptions.read(settings, environment);
    JournalSettings journaling = JournalSettings.readAgent(settings);
    settings.verify();
    Logging.start(common.logLevel(), common.logEncoding());
    settings.oldNamesUsed().forEach(LOG::warn);
    IgnoredFlags.warnings(flags(), settings).forEach(LOG::warn);
    // A name's addresses are asked for again and again: the JVM must not answer from memory.
    Security.setProperty("networkaddress.cache.ttl", "1");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");

    ServerRuntime runtime = new ServerRuntime(common, SHAPE);
    Reporter reporter = Reporter.open(options.reporter(), runtime);
    Journal journal =
        JournalOpening.open(journaling, !journaling.isDirectoryGiven(), options.tags(), runtime);
    PipelineParts.open(PIPELINE, journaling, journal, reporter.writer(), runtime);
    Intake intake = new Intake(journal, Codecs::of, AgentOptions.LIMITS, runtime.clock());
    Entrance entrance =
        new Entrance(
            runtime,
            AgentOptions.DOORS.crowd(),
            Gates.ofReceivers(options.auth(), options.tenancy(), runtime));
    OtlpParts.open(options.otlp(), intake, entrance);
    LocalParts.open(options.local(), intake, reporter.strategies(), entrance);
    runtime.health().ready(reporter.check(), journal::unwritable);
    LOG.info("Health Check state change to ready");
    runtime.runUntilStopped();
    return 0;
  }
}
