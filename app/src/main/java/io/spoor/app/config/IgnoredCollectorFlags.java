package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import java.util.List;

/** Flags of Jaeger's collector and all-in-one that have nothing to do here. */
public final class IgnoredCollectorFlags {
  private static final String JOURNAL = "the journal is the queue, see journal.max-bytes";
  private static final String ADAPTIVE = "there is no adaptive sampling";
  private static final String LOCAL = "an all-in-one is its own collector";

  static final List<Flag> COLLECTOR =
      List.of(
          Flag.ignored("collector.num-workers", Type.INTEGER, "50", JOURNAL),
          Flag.ignored("collector.queue-size", Type.INTEGER, "2000", JOURNAL),
          Flag.ignored("collector.queue-size-memory", Type.INTEGER, "0", JOURNAL),
          Flag.ignored(
              "collector.enable-span-size-metrics",
              Type.BOOLEAN,
              "false",
              "the size of spans is always counted"),
          adaptive("target-samples-per-second", Type.TEXT, "1"),
          adaptive("delta-tolerance", Type.TEXT, "0.3"),
          adaptive("buckets-for-calculation", Type.INTEGER, "1"),
          adaptive("calculation-interval", Type.DURATION, "1m0s"),
          adaptive("aggregation-buckets", Type.INTEGER, "10"),
          adaptive("delay", Type.DURATION, "2m0s"),
          adaptive("initial-sampling-probability", Type.TEXT, "0.001"),
          adaptive("min-sampling-probability", Type.TEXT, "1e-05"),
          adaptive("min-samples-per-second", Type.TEXT, "0.016666666666666666"),
          adaptive("leader-lease-refresh-interval", Type.DURATION, "5s"),
          adaptive("follower-lease-refresh-interval", Type.DURATION, "1m0s"));

  private static final List<Flag> ALL_IN_ONE =
      List.of(
          local("type", Type.TEXT, "grpc"),
          local("grpc.host-port", Type.TEXT, ""),
          local("grpc.retry.max", Type.INTEGER, "3"),
          local("grpc.discovery.min-peers", Type.INTEGER, "3"),
          local("grpc.tls.enabled", Type.BOOLEAN, "false"),
          local("grpc.tls.ca", Type.TEXT, ""),
          local("grpc.tls.cert", Type.TEXT, ""),
          local("grpc.tls.key", Type.TEXT, ""),
          local("grpc.tls.server-name", Type.TEXT, ""),
          local("grpc.tls.skip-host-verify", Type.BOOLEAN, "false"));

  private IgnoredCollectorFlags() {}

  static FlagGroup group() {
    return new FlagGroup("Collector: accepted for Jaeger's sake", COLLECTOR);
  }

  /** What only an all-in-one has. */
  public static FlagGroup allInOneGroup() {
    return new FlagGroup("Agent: accepted for Jaeger's sake", ALL_IN_ONE);
  }

  private static Flag adaptive(String name, Type type, String defaultValue) {
    return Flag.ignored("sampling." + name, type, defaultValue, ADAPTIVE);
  }

  private static Flag local(String name, Type type, String defaultValue) {
    return Flag.ignored("reporter." + name, type, defaultValue, LOCAL);
  }
}
