package io.spoor.app.query;

import io.spoor.app.Role;
import io.spoor.app.config.CommonOptions;
import io.spoor.app.config.QueryOptions;
import io.spoor.app.config.StorageSettings;
import io.spoor.app.config.TenancySettings;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.IgnoredFlags;
import io.spoor.app.flag.Settings;
import io.spoor.app.log.Logging;
import io.spoor.app.selftrace.SelfTracing;
import io.spoor.app.server.QueryParts;
import io.spoor.app.server.SelfTracingParts;
import io.spoor.app.server.ServerRuntime;
import io.spoor.app.server.StorageOpening;
import io.spoor.storage.SpanStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The query API and the page over a store that collectors write to. */
public final class Query implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(Query.class);
  private static final String ADMIN_PORT = ":16687";

  @Override
  public String name() {
    return "query";
  }

  @Override
  public String summary() {
    return "Serves traces from Elasticsearch: HTTP API and page.";
  }

  @Override
  public List<FlagGroup> flags() {
    List<FlagGroup> groups = new ArrayList<>(StorageSettings.groups(StorageSettings.SHARED));
    groups.addAll(QueryOptions.groups());
    groups.add(TenancySettings.group());
    groups.addAll(CommonOptions.groups(ADMIN_PORT));
    return groups;
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    CommonOptions common = CommonOptions.read(settings, environment, ADMIN_PORT);
    StorageSettings storing = StorageSettings.read(StorageSettings.SHARED, settings, environment);
    QueryOptions querying = QueryOptions.read(settings, TenancySettings.read(settings));
    settings.verify();
    Logging.start(common.logLevel(), common.logEncoding());
    settings.oldNamesUsed().forEach(LOG::warn);
    IgnoredFlags.warnings(flags(), settings).forEach(LOG::warn);

    ServerRuntime runtime = new ServerRuntime(common);
    Optional<SelfTracing> tracing = SelfTracingParts.open(common.selfTracing(), name(), runtime);
    SpanStorage storage = StorageOpening.openToRead(storing, runtime);
    QueryParts.open(querying, storage, tracing, runtime);
    runtime.health().ready(storage, Optional::empty);
    LOG.info("Health Check state change to ready");
    runtime.runUntilStopped();
    return 0;
  }
}
