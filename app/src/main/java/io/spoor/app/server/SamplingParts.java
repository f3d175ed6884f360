package io.spoor.app.server;

import io.spoor.app.config.SamplingSettings;
import io.spoor.collector.sampling.ConfiguredStrategies;
import io.spoor.collector.sampling.SamplingStrategies;

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
      return ConfiguredStrategies.withoutFile(settings.rules());
    }
    return ConfiguredStrategies.of(
        Documents.open(
            SamplingSettings.fileFlag(),
            settings.reloadInterval(),
            () ->
                ConfiguredStrategies.load(
                    settings.location(), settings.rules(), runtime.registry()),
            runtime));
  }
}
