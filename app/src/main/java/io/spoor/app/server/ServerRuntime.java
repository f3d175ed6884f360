package io.spoor.app.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spoor.app.StartException;
import io.spoor.app.Version;
import io.spoor.app.admin.AdminServer;
import io.spoor.app.admin.Health;
import io.spoor.app.admin.JaegerNames;
import io.spoor.app.config.CommonOptions;
import io.spoor.app.config.DoorSettings;
import io.spoor.app.config.Endpoint;
import io.spoor.app.flag.Flag;
import io.spoor.app.flag.HostPort;
import io.spoor.net.Crowd;
import io.spoor.net.Door;
import io.spoor.net.Doorkeeper;
import io.spoor.net.Gate;
import io.spoor.net.tls.BadCertificateException;
import io.spoor.net.tls.CertificateFiles;
import io.spoor.net.tls.ServerTls;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vert.x, metrics, health and the admin port of one process, and the list of what to end.
 * Everything that a role starts is registered with {@link #onStop}; SIGTERM runs the list backwards
 * within a deadline.
 */
public final class ServerRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(ServerRuntime.class);
  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration LAST_PARTS = Duration.ofSeconds(3);
  private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Doorkeeper doorkeeper;
  private final Clock clock = Clock.systemUTC();
  private final MeterRegistry registry;
  private final Optional<PrometheusMeterRegistry> prometheus;
  private final Health health = new Health(clock);
  private final Duration stopTimeout;
  private final int instances;
  private volatile long stopDeadline;
  private final Deque<Ending> endings = new ArrayDeque<>();
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private record Ending(String part, Supplier<Future<?>> end) {}

  /**
   * What differs from role to role.
   *
   * @param buildInfo name of the metric that tells the version
   * @param maxEventLoops more are of no use to the role; each costs memory
   * @param hiddenMeters meters whose names start so are not shown
   */
  public record Shape(String buildInfo, int maxEventLoops, Optional<String> hiddenMeters) {
    static final Shape USUAL = new Shape("jaeger.build.info", Integer.MAX_VALUE, Optional.empty());
  }

  public ServerRuntime(CommonOptions options) {
    this(options, Shape.USUAL);
  }

  /** Opens the admin port, before anything else. */
  public ServerRuntime(CommonOptions options, Shape shape) {
    int processors = Runtime.getRuntime().availableProcessors();
    instances = Math.min(processors, shape.maxEventLoops());
    prometheus =
        options.metrics()
            ? Optional.of(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
            : Optional.empty();
    registry = prometheus.isPresent() ? prometheus.get() : new SimpleMeterRegistry();
    registry.config().namingConvention(new JaegerNames());
    shape
        .hiddenMeters()
        .ifPresent(prefix -> registry.config().meterFilter(MeterFilter.denyNameStartsWith(prefix)));
    doorkeeper = new Doorkeeper(registry);
    vertx =
        doorkeeper.start(
            new VertxOptions()
                .setEventLoopPoolSize(
                    instances == processors
                        ? VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE
                        : instances + 1)
                // Nothing is served from the class path, and a read-only root has no place for a
                // cache of it.
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    onStop("event loops", vertx::close);
    stopTimeout = options.stopTimeout();
    Version version = Version.read();
    Gauge.builder(shape.buildInfo(), () -> 1)
        .tags(
            Tags.of(
                "version",
                version.number(),
                "revision",
                version.commit(),
                "build_date",
                version.buildDate()))
        .register(registry);
    Door admin = door(options.admin(), "admin", DoorSettings.FIXED.crowd(), Gate.OPEN);
    deploy(
        options.admin(),
        1,
        () -> new AdminServer(admin, health, prometheus, options.metricsRoute(), version));
  }

  public Vertx vertx() {
    return vertx;
  }

  public Clock clock() {
    return clock;
  }

  public MeterRegistry registry() {
    return registry;
  }

  public Health health() {
    return health;
  }

  /** As many as there are event loops that can run at once. */
  public int instances() {
    return instances;
  }

  /**
   * Opens a port.
   *
   * @throws StartException naming the flag, if the port cannot be had
   */
  public void deploy(Endpoint endpoint, int instances, Supplier<Deployable> verticle) {
    deploy(endpoint.flag(), endpoint.address(), instances, verticle);
  }

  /** The same for a port that is not TCP's. */
  public void deploy(Flag flag, HostPort address, int instances, Supplier<Deployable> verticle) {
    try {
      String id =
          await(vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(instances)));
      onStop(flag.option(), () -> vertx.undeploy(id));
    } catch (StartException e) {
      throw new StartException(
          "cannot listen on " + address + " (" + flag.option() + "): " + e.getMessage());
    }
    LOG.info("Listening on {} ({})", address, flag.option());
  }

  /**
   * The door of a port that speaks HTTP.
   *
   * @param name the label of its metrics
   * @param crowd whom it shares the bound on connections with
   * @throws StartException naming the flag, if its certificates cannot be used
   */
  public Door door(Endpoint endpoint, String name, Crowd crowd, Gate gate) {
    HttpServerOptions listen = endpoint.listen();
    doorkeeper.keep(listen, name, endpoint.bounds(), crowd);
    return Door.of(listen, endpoint.bounds(), gate, endpoint.tls().map(this::certificates));
  }

  /** The same for a port that speaks something else, for what can be kept of it. */
  public void keep(Endpoint endpoint, String name, Crowd crowd) {
    doorkeeper.keep(endpoint.listen(), name, endpoint.bounds(), crowd);
  }

  private CertificateFiles certificates(ServerTls tls) {
    try {
      CertificateFiles files = CertificateFiles.load(tls, vertx, registry, clock);
      long timer = files.watch();
      onStop(
          "certificates of " + tls.prefix(),
          () -> {
            vertx.cancelTimer(timer);
            return Future.succeededFuture();
          });
      return files;
    } catch (BadCertificateException e) {
      throw new StartException(e.getMessage());
    }
  }

  /** Registers how a part ends. Parts end in the reverse order of their registration. */
  public void onStop(String part, Supplier<Future<?>> end) {
    endings.push(new Ending(part, end));
  }

  /**
   * Waits for a part to start.
   *
   * @throws StartException with the part's reason
   */
  public <T> T await(Future<T> starting) {
    try {
      return starting
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new StartException(reason(e.getCause()));
    } catch (TimeoutException e) {
      throw new StartException("not started after " + START_TIMEOUT.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted");
    }
  }

  /** Waits for SIGTERM or SIGINT, then ends everything. */
  public void runUntilStopped() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndHalt, "spoor-stop"));
    stopAsked.await();
    stop();
    stopped.countDown();
  }

  /**
   * Ends everything that has started, in reverse order, each part within what is left of the
   * deadline.
   */
  public void stop() {
    LOG.info("Shutting down");
    health.notReady();
    stopDeadline = System.nanoTime() + stopTimeout.toNanos();
    for (Ending ending : endings) {
      try {
        ending
            .end()
            .get()
            .toCompletionStage()
            .toCompletableFuture()
            .get(timeLeft().plus(LAST_MOMENT).toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        LOG.warn("{} did not end in time", ending.part());
      } catch (ExecutionException e) {
        LOG.warn("{} did not end well", ending.part(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    LOG.info("Shutdown complete");
  }

  /** What is left for an orderly stop that is under way, less what the parts that end last need. */
  public Duration timeLeft() {
    long left = stopDeadline - System.nanoTime() - LAST_PARTS.toNanos();
    return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
  }

  /**
   * A JVM that is told to end exits with 143 whatever it did: halting is how an orderly stop says
   * 0.
   */
  private void stopAndHalt() {
    stopAsked.countDown();
    try {
      boolean orderly =
          stopped.await(stopTimeout.plus(LAST_MOMENT).toMillis(), TimeUnit.MILLISECONDS);
      Runtime.getRuntime().halt(orderly ? 0 : 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
