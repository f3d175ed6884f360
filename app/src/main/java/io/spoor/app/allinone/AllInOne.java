package io.spoor.app.allinone;

import io.spoor.app.Role;
import io.spoor.app.config.CommonOptions;
import io.spoor.app.config.IgnoredCollectorFlags;
import io.spoor.app.config.LocalPorts;
import io.spoor.app.config.QueryOptions;
import io.spoor.app.config.StorageSettings;
import io.spoor.app.config.Strangers;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.IgnoredFlags;
import io.spoor.app.flag.Settings;
import io.spoor.app.log.Logging;
import io.spoor.app.selftrace.SelfTracing;
import io.spoor.app.server.LocalParts;
import io.spoor.app.server.QueryParts;
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
    List<FlagGroup> groups = new ArrayList<>(StorageSettings.groups(StorageSettings.OWN));
    groups.addAll(WayIn.groups());
    groups.addAll(LocalPorts.groups());
    groups.add(IgnoredCollectorFlags.allInOneGroup());
    groups.addAll(QueryOptions.groups());
    groups.addAll(CommonOptions.groups());
    return groups;
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    CommonOptions common = CommonOptions.read(settings, environment);
    StorageSettings storing = StorageSettings.read(StorageSettings.OWN, settings, environment);
    WayIn.Options options = WayIn.Options.read(settings, environment);
    LocalPorts local = LocalPorts.read(settings, options.collector().doors().bounds());
    Strangers.verify(
        settings, options.collector().auth(), options.collector().tenancy(), local.udpEndpoints());
    QueryOptions querying = QueryOptions.read(settings, options.collector().tenancy());
    settings.verify();
    Logging.start(common.logLevel(), common.logEncoding());
    settings.oldNamesUsed().forEach(LOG::warn);
    IgnoredFlags.warnings(flags(), settings).forEach(LOG::warn);

    ServerRuntime runtime = new ServerRuntime(common);
    Optional<SelfTracing> tracing = SelfTracingParts.open(common.selfTracing(), name(), runtime);
    SpanStorage storage = StorageOpening.open(storing, false, runtime);
    WayIn in = WayIn.open(options, storing, storage, tracing, runtime);
    LocalParts.open(local, in.intake(), in.strategies(), in.entrance());
    QueryParts.open(querying, storage, tracing, runtime);
    runtime.health().ready(storage, in.journal()::unwritable);
    LOG.info("Health Check state change to ready");
    runtime.runUntilStopped();
    return 0;
  }
}
