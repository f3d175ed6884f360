package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.collector.sampling.StrategyRules;
import java.time.Duration;
import java.util.List;

/**
 * Where clients' sampling strategies come from (contract: collector.md §8.4).
 *
 * @param location path or URL; empty for the one default
 * @param reloadInterval zero = never
 */
public record SamplingSettings(String location, Duration reloadInterval, StrategyRules rules) {
  private static final Flag FILE =
      Flag.jaeger(
          "sampling.strategies-file",
          Type.TEXT,
          "",
          "Sampling strategies in JSON: a path or a URL; empty = the default probability for all");
  private static final Flag RELOAD =
      Flag.jaeger(
          "sampling.strategies-reload-interval",
          Type.DURATION,
          "0s",
          "How often that file is read again; 0 = never");
  private static final Flag DEFAULT_PROBABILITY =
      Flag.jaeger(
          "sampling.default-sampling-probability",
          Type.TEXT,
          "0.001",
          "For services that no strategy names");
  private static final Flag BUGFIX_5270 =
      Flag.jaeger(
          "sampling.strategies.bugfix-5270",
          Type.BOOLEAN,
          "true",
          "Default operations apply to rate-limited services too; false = as before Jaeger 1.65");

  public static FlagGroup group() {
    return new FlagGroup("Sampling", List.of(FILE, RELOAD, DEFAULT_PROBABILITY, BUGFIX_5270));
  }

  public static SamplingSettings read(Settings settings) {
    boolean bugfix = settings.bool(BUGFIX_5270);
    return new SamplingSettings(
        settings.text(FILE),
        settings.duration(RELOAD, Duration.ZERO),
        settings.read(
            DEFAULT_PROBABILITY, text -> new StrategyRules(Fraction.parse(text), bugfix)));
  }

  /** The flag that names the file, for complaints about what is in it. */
  public static Flag fileFlag() {
    return FILE;
  }
}
