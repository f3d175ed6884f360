package io.spoor.app.agent;

import static java.util.Objects.requireNonNull;

import io.spoor.app.StartException;
import io.spoor.app.Version;
import io.spoor.app.config.ClientCredentials;
import io.spoor.app.config.ClientTls;
import io.spoor.app.config.ReporterOptions;
import io.spoor.app.server.Documents;
import io.spoor.app.server.ServerRuntime;
import io.spoor.collector.forward.Addresses;
import io.spoor.collector.forward.Collectors;
import io.spoor.collector.forward.ForwardMetrics;
import io.spoor.collector.forward.ForwardOptions;
import io.spoor.collector.forward.ForwardTls;
import io.spoor.collector.forward.ForwardedStrategies;
import io.spoor.collector.forward.GrpcForwarder;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.collector.tchannel.Identity;
import io.spoor.collector.tchannel.TChannelForwarder;
import io.spoor.storage.Secret;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.Tenant;
import io.spoor.storage.tls.ClientCertificates;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the collectors.
 *
 * @param check whether a collector is connected, for {@code /storage}
 */
record Reporter(SpanWriter writer, SamplingStrategies strategies, Supplier<Future<Void>> check) {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
  private static final int TCHANNEL_ATTEMPTS = 5;
  private static final Duration RELOAD = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  Reporter {
    requireNonNull(writer, "writer");
    requireNonNull(strategies, "strategies");
    requireNonNull(check, "check");
  }

  /** Starts to connect; nobody waits for it. */
  static Reporter open(ReporterOptions options, ServerRuntime runtime) {
    return switch (options.kind()) {
      case GRPC -> grpc(options, runtime);
      case TCHANNEL -> tchannel(options, runtime);
    };
  }

  private static Reporter tchannel(ReporterOptions options, ServerRuntime runtime) {
    List<SocketAddress> hosts =
        options.targets().stream()
            .map(target -> SocketAddress.inetSocketAddress(target.port(), target.host()))
            .toList();
    TChannelForwarder forwarder =
        new TChannelForwarder(
            runtime.vertx(),
            new TChannelForwarder.Options(
                hosts,
                Identity.ofThisProcess("agent", Version.read().number()),
                "jaeger-agent",
                options.tchannel().connections(),
                options.tchannel().connectTimeout(),
                options.tchannel().callTimeout(),
                TCHANNEL_ATTEMPTS));
    runtime.onStop("connections to collectors", forwarder::close);
    ForwardMetrics metrics = new ForwardMetrics(runtime.registry(), "tchannel");
    return new Reporter(
        (tenant, batch) ->
            forwarder
                .write(tenant, batch)
                .onSuccess(written -> metrics.submitted(batch.size()))
                .onFailure(failure -> metrics.retried()),
        service -> forwarder.of(service).onComplete(done -> metrics.sampling(done.succeeded())),
        Future::succeededFuture);
  }

  private static Reporter grpc(ReporterOptions options, ServerRuntime runtime) {
    ForwardOptions forward =
        ForwardOptions.to(
                options.targets(),
                options.tls().map(tls -> tls(tls, runtime)),
                options.maxAttempts())
            .withHeaders(headers(options, runtime));
    RandomGenerator random = new SplittableRandom();
    ForwardMetrics metrics = new ForwardMetrics(runtime.registry(), "grpc");
    Collectors collectors =
        new Collectors(forward, Addresses.ofSystem(runtime.vertx()), random, metrics);
    String id = runtime.await(runtime.vertx().deployVerticle(collectors));
    runtime.onStop("connections to collectors", () -> runtime.vertx().undeploy(id));
    GrpcForwarder forwarder =
        new GrpcForwarder(runtime.vertx(), collectors, forward, random, metrics);
    return new Reporter(forwarder, new ForwardedStrategies(collectors, metrics), forwarder::check);
  }

  private static Function<Tenant, Map<String, String>> headers(
      ReporterOptions options, ServerRuntime runtime) {
    ClientCredentials credentials = options.credentials();
    if (credentials.tokenFile().isEmpty()) {
      return tenant -> credentials.headers(tenant, Optional.empty());
    }
    if (options.tls().isEmpty()) {
      LOG.warn("{}: the token is sent in clear text", credentials.flag().option());
    }
    Optional<Supplier<Secret>> token =
        Optional.of(
            Documents.open(
                    credentials.flag(), RELOAD, () -> credentials.load(runtime.registry()), runtime)
                ::current);
    return tenant -> credentials.headers(tenant, token);
  }

  private static ForwardTls tls(ClientTls tls, ServerRuntime runtime) {
    ClientCertificates certificates;
    try {
      certificates =
          new ClientCertificates(
              tls.files("reporter.grpc"), runtime.vertx(), runtime.registry(), runtime.clock());
    } catch (IllegalArgumentException e) {
      throw new StartException("--" + e.getMessage());
    }
    return tls(tls, certificates, LOOK_EVERY);
  }

  static ForwardTls tls(ClientTls tls, ClientCertificates certificates, Duration lookEvery) {
    return new ForwardTls(
        () -> {
          ClientCertificates.InForce now = certificates.look();
          return new ForwardTls.InForce(now.generation(), tls.options(now.material()));
        },
        tls.serverName(),
        lookEvery);
  }
}
