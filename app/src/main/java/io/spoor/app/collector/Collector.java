package io.spoor.app.collector;

import io.spoor.app.Role;
import io.spoor.app.config.CommonOptions;
import io.spoor.app.config.StorageSettings;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.IgnoredFlags;
import io.spoor.app.flag.Settings;
import io.spoor.app.log.Logging;
import io.spoor.app.selftrace.SelfTracing;
import io.spoor.app.server.SelfTracingParts;
import io.spoor.app.server.ServerRuntime;
import io.spoor.app.server.StorageOpening;
import io.spoor.app.server.WayIn;
import io.spoor.storage.SpanStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receivers, journal and a store that others read. The store may be away when it starts: what is
 * acknowledged waits in the journal.
 */
public final class Collector implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  @Override
  public String name() {
    return "collector";
  }

  @Override
  public String summary() {
    return "Takes spans in and writes them to Elasticsearch.";
  }

  @Override
  public List<FlagGroup> flags() {
    List<FlagGroup> groups = new ArrayList<>(StorageSettings.groups(StorageSettings.SHARED));
    groups.addAll(WayIn.groups());
    groups.addAll(CommonOptions.groups());
    return groups;
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    CommonOptions common = CommonOptions.read(settings, environment);
    StorageSettings storing = StorageSettings.read(StorageSettings.SHARED, settings, environment);
    WayIn.Options options = WayIn.Options.read(settings, environment);
    settings.verify();
    Logging.start(common.logLevel(), common.logEncoding());
    settings.oldNamesUsed().forEach(LOG::warn);
    IgnoredFlags.warnings(flags(), settings).forEach(LOG::warn);

    ServerRuntime runtime = new ServerRuntime(common);
    Optional<SelfTracing> tracing = SelfTracingParts.open(common.selfTracing(), name(), runtime);
    boolean mayBeAway = options.journal().isDurable();
    SpanStorage storage = StorageOpening.open(storing, mayBeAway, runtime);
    WayIn in = WayIn.open(options, storing, storage, tracing, runtime);
    runtime.health().ready(storage, in.journal()::unwritable);
    LOG.info("Health Check state change to ready");
    runtime.runUntilStopped();
    return 0;
  }
}
