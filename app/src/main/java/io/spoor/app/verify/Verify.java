package io.spoor.app.verify;

import io.spoor.app.Role;
import io.spoor.app.StartException;
import io.spoor.app.config.CommonOptions;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.app.log.Logging;
import io.spoor.app.server.ServerRuntime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role: one round, told on standard output, or rounds for ever beside a live system, told as
 * metrics and in the log. Exits 1 if anything was lost, changed, shown twice or not taken.
 */
public final class Verify implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(Verify.class);
  private static final String ADMIN_PORT = ":14274";

  private final PrintStream out;

  public Verify(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String summary() {
    return "Send canary traces by every protocol and read them back: exits 1 on loss.";
  }

  @Override
  public List<FlagGroup> flags() {
    List<FlagGroup> groups = new ArrayList<>(VerifyOptions.groups());
    groups.addAll(CommonOptions.groups(ADMIN_PORT));
    return groups;
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    CommonOptions common = CommonOptions.read(settings, environment, ADMIN_PORT);
    VerifyOptions options = VerifyOptions.read(settings);
    settings.verify();
    return options.interval().isZero() ? once(options) : beside(options, common);
  }

  private int once(VerifyOptions options) throws InterruptedException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    Canaries canaries =
        new Canaries(vertx, options, Clock.systemUTC(), System::nanoTime, new SecureRandom());
    try {
      List<Finding> findings =
          onEventLoop(vertx, canaries::round).toCompletionStage().toCompletableFuture().get();
      findings.forEach(finding -> out.println(finding.line()));
      long found = findings.stream().filter(Finding::isFound).count();
      out.println(found + " of " + findings.size() + " canaries found");
      return found == findings.size() ? 0 : 1;
    } catch (ExecutionException e) {
      throw new StartException(String.valueOf(e.getCause().getMessage()));
    } finally {
      vertx.close();
    }
  }

  private int beside(VerifyOptions options, CommonOptions common) throws InterruptedException {
    Logging.start(common.logLevel(), common.logEncoding());
    ServerRuntime runtime = new ServerRuntime(common);
    AtomicBoolean flawless = new AtomicBoolean(true);
    Rounds rounds =
        new Rounds(
            runtime.vertx(),
            new Canaries(
                runtime.vertx(), options, runtime.clock(), System::nanoTime, new SecureRandom()),
            options.interval(),
            finding -> {
              if (!finding.isFound()) {
                flawless.set(false);
                LOG.error("{}", finding.line());
              }
            },
            new VerifyMetrics(runtime.registry(), options.targets().keySet()),
            runtime.clock());
    runtime.vertx().runOnContext(start -> rounds.start());
    runtime.onStop("canaries", rounds::stop);
    runtime.health().ready(rounds::state, Optional::empty);
    LOG.info("Health Check state change to ready");
    runtime.runUntilStopped();
    return flawless.get() ? 0 : 1;
  }

  private static <T> Future<T> onEventLoop(Vertx vertx, Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    vertx.getOrCreateContext().runOnContext(start -> work.get().onComplete(done));
    return done.future();
  }
}
