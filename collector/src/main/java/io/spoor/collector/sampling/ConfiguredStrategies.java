package io.spoor.collector.sampling;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Strategies from a file or a URL, or the one default where there is none. A file that goes bad
 * while the process runs changes nothing but the metrics and the log: the last good set stays.
 * Lookups on any thread; {@link #reload} blocks, one caller at a time.
 */
public final class ConfiguredStrategies implements SamplingStrategies {
  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredStrategies.class);

  private final String location;
  private final StrategyRules rules;
  private final Counter reloads;
  private final Counter failures;
  private volatile StrategyTable table;
  private volatile boolean isGood = true;
  // Guarded by this.
  private byte[] bytes;
  private String complaint = "";

  private ConfiguredStrategies(
      String location,
      byte[] bytes,
      StrategyTable table,
      StrategyRules rules,
      MeterRegistry registry) {
    this.location = location;
    this.bytes = bytes;
    this.table = table;
    this.rules = rules;
    reloads = count(registry, "loaded");
    failures = count(registry, "failed");
    Gauge.builder("spoor.sampling.strategies.good", this, self -> self.isGood ? 1 : 0)
        .description("0 if the strategies file cannot be read and the last good one is in force")
        .register(registry);
    table.warnings().forEach(warning -> LOG.warn("{}: {}", location, warning));
  }

  /** The default for every service. */
  public static ConfiguredStrategies withoutFile(StrategyRules rules, MeterRegistry registry) {
    return new ConfiguredStrategies(
        "", new byte[0], StrategyTable.withoutFile(rules), rules, registry);
  }

  /**
   * Reads the file. Blocks, for a second at most if it is a URL.
   *
   * @param location a path or a URL
   * @throws StrategiesException naming the location, and the place in it where it goes wrong
   */
  public static ConfiguredStrategies load(
      String location, StrategyRules rules, MeterRegistry registry)
      throws StrategiesException, InterruptedException {
    try {
      byte[] bytes = StrategiesSource.of(location).read();
      return new ConfiguredStrategies(
          location, bytes, StrategiesParser.parse(bytes, rules), rules, registry);
    } catch (StrategiesException | IllegalArgumentException e) {
      throw new StrategiesException(location + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Future<SamplingStrategy> of(String service) {
    return Future.succeededFuture(table.of(service));
  }

  /**
   * Reads the file again each {@code interval} until the returned timer is cancelled.
   *
   * @return the timer's id for {@link Vertx#cancelTimer}
   */
  public long watch(Vertx vertx, Duration interval) {
    return vertx.setPeriodic(interval.toMillis(), tick -> check(vertx));
  }

  private Future<Boolean> check(Vertx vertx) {
    return vertx
        .executeBlocking(this::reload)
        .onFailure(failure -> LOG.error("{} is not watched: a bug", location, failure));
  }

  /**
   * Reads the file and puts it in force if its bytes have changed and parse. Blocks.
   *
   * @return whether a new set is in force
   */
  synchronized boolean reload() throws InterruptedException {
    try {
      byte[] read = StrategiesSource.of(location).read();
      if (Arrays.equals(read, bytes)) {
        good();
        return false;
      }
      StrategyTable parsed = StrategiesParser.parse(read, rules);
      parsed.warnings().forEach(warning -> LOG.warn("{}: {}", location, warning));
      table = parsed;
      bytes = read;
      reloads.increment();
      good();
      LOG.info("Sampling strategies of {} are in force", location);
      return true;
    } catch (StrategiesException e) {
      failures.increment();
      isGood = false;
      if (!complaint.equals(e.getMessage())) {
        complaint = e.getMessage();
        LOG.error("{}: {}; the strategies read before stay in force", location, complaint);
      }
      return false;
    }
  }

  private void good() {
    isGood = true;
    if (!complaint.isEmpty()) {
      complaint = "";
      LOG.info("{} can be read again", location);
    }
  }

  private static Counter count(MeterRegistry registry, String outcome) {
    return Counter.builder("spoor.sampling.strategies.reloads")
        .description("Changes of the strategies file, by outcome")
        .tag("outcome", outcome)
        .register(registry);
  }
}
