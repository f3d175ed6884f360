package io.spoor.app.server;

import io.spoor.app.config.HeapShare;
import io.spoor.app.config.JournalSettings;
import io.spoor.app.config.StorageSettings;
import io.spoor.collector.journal.Journal;
import io.spoor.collector.journal.SegmentedJournal;
import io.spoor.collector.pipeline.DeadLetterFile;
import io.spoor.collector.pipeline.DeadLetters;
import io.spoor.collector.pipeline.Pipeline;
import io.spoor.collector.pipeline.PipelineOptions;
import io.spoor.proto.Codecs;
import io.spoor.storage.SpanWriter;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way from the journal to the store. */
public final class PipelineParts {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineParts.class);
  private static final long MAX_DEAD_LETTER_BYTES = 256L << 20;

  /**
   * The embedded store answers once a window, about a second: what a second brings must be under
   * way at once, and bytes are the bound that counts.
   */
  private static final PipelineOptions EMBEDDED =
      new PipelineOptions(
          1 << 20,
          Duration.ofMillis(20),
          1024,
          HeapShare.atMost(128L << 20, 5),
          PipelineOptions.DEFAULTS.firstRetry(),
          PipelineOptions.DEFAULTS.maxRetry());

  /**
   * Bulk requests are made by the writer, out of several of these; a request takes its time, and
   * what waits for it is in the journal.
   */
  private static final PipelineOptions ELASTICSEARCH =
      new PipelineOptions(
              1 << 20,
              Duration.ofMillis(20),
              64,
              HeapShare.atMost(48L << 20, 5),
              PipelineOptions.DEFAULTS.firstRetry(),
              PipelineOptions.DEFAULTS.maxRetry())
          .adaptingToLatency();

  private PipelineParts() {}

  /** Starts the pipeline; at the end it writes what is in the journal, as far as time allows. */
  public static void open(
      StorageSettings storing,
      JournalSettings journaling,
      Journal journal,
      SpanWriter writer,
      ServerRuntime runtime) {
    PipelineOptions options =
        switch (storing.kind()) {
          case EMBEDDED, MEMORY -> EMBEDDED;
          case ELASTICSEARCH -> ELASTICSEARCH;
          case BLACKHOLE -> PipelineOptions.DEFAULTS;
        };
    open(options, journaling, journal, writer, runtime);
  }

  /** The same with options of the role's own. */
  public static void open(
      PipelineOptions options,
      JournalSettings journaling,
      Journal journal,
      SpanWriter writer,
      ServerRuntime runtime) {
    DeadLetters deadLetters =
        journal instanceof SegmentedJournal
            ? new DeadLetterFile(journaling.directory(), MAX_DEAD_LETTER_BYTES)
            : DeadLetters.none();
    Pipeline pipeline =
        new Pipeline(
            journal,
            writer,
            options,
            new Pipeline.Parts(
                Codecs::of,
                deadLetters,
                runtime.registry(),
                host(),
                runtime.clock(),
                new SecureRandom()));
    pipeline.start();
    String rest = journal instanceof SegmentedJournal ? "stored after the next start" : "lost";
    runtime.onStop("pipeline", () -> end(pipeline, rest, runtime));
  }

  private static Future<Void> end(Pipeline pipeline, String rest, ServerRuntime runtime) {
    return runtime
        .vertx()
        .executeBlocking(
            () -> {
              if (!pipeline.drain(runtime.timeLeft())) {
                LOG.warn("The journal is not drained: the rest is {}", rest);
              }
              pipeline.close();
              return null;
            });
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
