package io.spoor.app.server;

import io.spoor.app.StartException;
import io.spoor.app.config.SamplingSettings;
import io.spoor.collector.sampling.ConfiguredStrategies;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.collector.sampling.StrategiesException;
import io.vertx.core.Future;

/** Sampling strategies as the settings name them. */
public final class SamplingParts {

  private SamplingParts() {}

  /**
   * Reads the strategies and watches their file if asked to.
   *
   * @throws StartException if they cannot be read
   */
  public static SamplingStrategies open(SamplingSettings settings, ServerRuntime runtime) {
    if (settings.location().isEmpty()) {
      return ConfiguredStrategies.withoutFile(settings.rules(), runtime.registry());
    }
    try {
      ConfiguredStrategies strategies =
          ConfiguredStrategies.load(settings.location(), settings.rules(), runtime.registry());
      if (!settings.reloadInterval().isZero()) {
        long timer = strategies.watch(runtime.vertx(), settings.reloadInterval());
        runtime.onStop(
            "sampling",
            () -> {
              runtime.vertx().cancelTimer(timer);
              return Future.succeededFuture();
            });
      }
      return strategies;
    } catch (StrategiesException e) {
      throw new StartException(SamplingSettings.fileFlag().option() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted");
    }
  }
}
