package io.spoor.collector.sampling;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.net.reload.BadDocumentException;
import io.spoor.net.reload.Reloaded;
import io.vertx.core.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Strategies from a document, or the one default where there is none. Lookups on any thread. */
public final class ConfiguredStrategies implements SamplingStrategies {
  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredStrategies.class);

  private final Supplier<StrategyTable> table;

  private ConfiguredStrategies(Supplier<StrategyTable> table) {
    this.table = table;
  }

  /** The default for every service. */
  public static ConfiguredStrategies withoutFile(StrategyRules rules) {
    StrategyTable table = StrategyTable.withoutFile(rules);
    return new ConfiguredStrategies(() -> table);
  }

  /** What the document says that is in force at the time of each question. */
  public static ConfiguredStrategies of(Reloaded<StrategyTable> document) {
    return new ConfiguredStrategies(document::current);
  }

  /**
   * Reads the document. Blocks, for some seconds at most if it is a URL.
   *
   * @param location a path or a URL
   * @throws BadDocumentException naming the location, and the place in it where it goes wrong
   */
  public static Reloaded<StrategyTable> load(
      String location, StrategyRules rules, MeterRegistry registry)
      throws BadDocumentException, InterruptedException {
    return Reloaded.load(
        location,
        bytes -> {
          StrategyTable parsed = StrategiesParser.parse(bytes, rules);
          parsed.warnings().forEach(warning -> LOG.warn("{}: {}", location, warning));
          return parsed;
        },
        "spoor.sampling.strategies",
        registry);
  }

  @Override
  public Future<SamplingStrategy> of(String service) {
    return Future.succeededFuture(table.get().of(service));
  }
}
