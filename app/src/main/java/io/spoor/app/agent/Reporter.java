package io.spoor.app.agent;

import static java.util.Objects.requireNonNull;

import io.spoor.app.config.ClientTls;
import io.spoor.app.config.ReporterOptions;
import io.spoor.app.server.ServerRuntime;
import io.spoor.collector.forward.Addresses;
import io.spoor.collector.forward.Collectors;
import io.spoor.collector.forward.ForwardMetrics;
import io.spoor.collector.forward.ForwardOptions;
import io.spoor.collector.forward.ForwardTls;
import io.spoor.collector.forward.ForwardedStrategies;
import io.spoor.collector.forward.GrpcForwarder;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.storage.SpanWriter;
import io.vertx.core.Future;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The way to the collectors.
 *
 * @param check whether a collector is connected, for {@code /storage}
 */
record Reporter(SpanWriter writer, SamplingStrategies strategies, Supplier<Future<Void>> check) {
  Reporter {
    requireNonNull(writer, "writer");
    requireNonNull(strategies, "strategies");
    requireNonNull(check, "check");
  }

  /** Starts to connect; nobody waits for it. */
  static Reporter open(ReporterOptions options, ServerRuntime runtime) {
    return switch (options.kind()) {
      case GRPC -> grpc(options, runtime);
      case TCHANNEL -> grpc(options, runtime);
    };
  }

  private static Reporter grpc(ReporterOptions options, ServerRuntime runtime) {
    ForwardOptions forward =
        ForwardOptions.to(
            options.targets(), options.tls().map(Reporter::tls), options.maxAttempts());
    RandomGenerator random = new java.util.SplittableRandom();
    ForwardMetrics metrics = new ForwardMetrics(runtime.registry(), "grpc");
    Collectors collectors =
        new Collectors(forward, Addresses.ofSystem(runtime.vertx()), random, metrics);
    String id = runtime.await(runtime.vertx().deployVerticle(collectors));
    runtime.onStop("connections to collectors", () -> runtime.vertx().undeploy(id));
    GrpcForwarder forwarder =
        new GrpcForwarder(runtime.vertx(), collectors, forward, random, metrics);
    return new Reporter(forwarder, new ForwardedStrategies(collectors, metrics), forwarder::check);
  }

  private static ForwardTls tls(ClientTls tls) {
    return new ForwardTls(tls::load, tls.serverName());
  }
}
