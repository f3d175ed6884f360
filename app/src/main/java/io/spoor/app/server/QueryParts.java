package io.spoor.app.server;

import io.spoor.app.config.DoorSettings;
import io.spoor.app.config.QueryOptions;
import io.spoor.app.selftrace.SelfTracing;
import io.spoor.net.Door;
import io.spoor.net.Gate;
import io.spoor.query.http.QueryServer;
import io.spoor.query.http.RequestObserver;
import io.spoor.query.metered.MeteredStorage;
import io.spoor.storage.SpanStorage;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The way out: query's port over a store. */
public final class QueryParts {
  private static final int MAX_RENDER_SECONDS = 60;

  private QueryParts() {}

  public static void open(
      QueryOptions options,
      SpanStorage storage,
      Optional<SelfTracing> tracing,
      ServerRuntime runtime) {
    RequestObserver observer =
        tracing.<RequestObserver>map(own -> own).orElse(RequestObserver.NONE);
    Gate gate = Gates.ofQuery(options.auth(), options.tenancy(), runtime);
    Door door = runtime.door(options.http(), "query", DoorSettings.FIXED.crowd(), gate);
    WorkerExecutor rendering =
        runtime
            .vertx()
            .createSharedWorkerExecutor(
                "spoor-render", runtime.instances(), MAX_RENDER_SECONDS, TimeUnit.SECONDS);
    SpanStorage metered = new MeteredStorage(storage, runtime.registry(), System::nanoTime);
    runtime.onStop("rendering", rendering::close);
    runtime.deploy(
        options.http(),
        runtime.instances(),
        () ->
            new QueryServer(
                metered, options.asksAsCallers(), door, rendering, observer, runtime.clock()));
  }
}
