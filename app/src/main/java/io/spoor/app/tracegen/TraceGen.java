package io.spoor.app.tracegen;

import io.spoor.app.Role;
import io.spoor.app.StartException;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.app.traffic.Sender;
import io.spoor.app.traffic.Shop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The role: sends what was asked for, prints what became of it, and exits 0 if the server answered
 * at all.
 */
public final class TraceGen implements Role {
  /** Set by the launcher: Java cannot tell whether its standard error is a terminal. */
  private static final String TERMINAL = "SPOOR_STDERR_IS_TERMINAL";

  private final PrintStream out;
  private final PrintStream err;

  public TraceGen(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public String name() {
    return "tracegen";
  }

  @Override
  public String summary() {
    return "Send realistic traces to a collector.";
  }

  @Override
  public List<FlagGroup> flags() {
    return TraceGenOptions.groups();
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    TraceGenOptions options = TraceGenOptions.read(settings);
    settings.verify();
    // Its sockets need one event loop; nothing is read from the class path.
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    Tally tally = new Tally();
    Sender sender =
        options
            .protocol()
            .sender(
                vertx, options.target(), options.inFlight(), options.credentials().headersNow());
    Optional<Demo> demo =
        options.demo()
            ? Optional.of(new Demo(System.currentTimeMillis() * 1_000_000))
            : Optional.empty();
    Load load =
        demo.isPresent()
            ? new Load(options.withTraces(demo.get().size()), demo.get(), sender, tally)
            : new Load(options, new Shop(options.seed(), options.services()), sender, tally);
    Thread generator = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> interrupt(generator, load), "tracegen-stop"));
    if (environment.containsKey(TERMINAL)) {
      try (Progress shown = Progress.show(err, load, tally)) {
        load.run();
      }
    } else {
      load.run();
    }
    sender.close();
    vertx.close();
    options
        .ackedFile()
        .ifPresent(
            file -> {
              try {
                Files.write(file, tally.acknowledgedTraces());
              } catch (IOException e) {
                throw new StartException(
                    "cannot write --acked-file " + file + ": " + e.getMessage());
              }
            });
    out.print(tally.report());
    demo.ifPresent(told -> out.print(told.guide()));
    return tally.hasSuccess() ? 0 : 1;
  }

  /** Ctrl-C ends the load, not the report. */
  private static void interrupt(Thread generator, Load load) {
    load.stop();
    try {
      generator.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
