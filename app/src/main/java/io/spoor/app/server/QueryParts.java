package io.spoor.app.server;

import io.spoor.app.config.DoorSettings;
import io.spoor.app.config.QueryOptions;
import io.spoor.net.Door;
import io.spoor.net.Gate;
import io.spoor.query.http.QueryServer;
import io.spoor.query.metered.MeteredTraceReader;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.TraceReader;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;

/** The way out: query's port over a store. */
public final class QueryParts {
  private static final int MAX_RENDER_SECONDS = 60;

  private QueryParts() {}

  public static void open(QueryOptions options, SpanStorage storage, ServerRuntime runtime) {
    Gate gate = Gates.open(options.auth(), options.tenancy(), false, runtime);
    Door door = runtime.door(options.http(), "query", DoorSettings.FIXED.crowd(), gate);
    WorkerExecutor rendering =
        runtime
            .vertx()
            .createSharedWorkerExecutor(
                "spoor-render", runtime.instances(), MAX_RENDER_SECONDS, TimeUnit.SECONDS);
    TraceReader reader =
        new MeteredTraceReader(storage.reader(), runtime.registry(), System::nanoTime);
    runtime.onStop("rendering", rendering::close);
    runtime.deploy(
        options.http(),
        runtime.instances(),
        () ->
            new QueryServer(
                reader,
                storage.dependencies(),
                door,
                rendering,
                runtime.clock()));
  }
}
