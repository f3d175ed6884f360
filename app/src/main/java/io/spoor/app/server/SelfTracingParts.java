package io.spoor.app.server;

import io.spoor.app.config.SelfTracingSettings;
import io.spoor.app.selftrace.SelfTracing;
import java.security.SecureRandom;
import java.util.Optional;

/** Traces of Spoor itself, for the roles that can make some. */
public final class SelfTracingParts {

  private SelfTracingParts() {}

  /** Empty unless asked for. To be opened first: it ends after what it tells of. */
  public static Optional<SelfTracing> open(
      SelfTracingSettings settings, String role, ServerRuntime runtime) {
    if (!settings.enabled()) {
      return Optional.empty();
    }
    SelfTracing tracing =
        SelfTracing.start(
            runtime.vertx(),
            settings.endpoint(),
            role,
            runtime.registry(),
            runtime.clock(),
            System::nanoTime,
            new SecureRandom());
    runtime.onStop("self-tracing", tracing::stop);
    return Optional.of(tracing);
  }
}
