package io.spoor.app.server;

import io.micrometer.core.instrument.Gauge;
import io.spoor.app.StartException;
import io.spoor.app.config.JournalSettings;
import io.spoor.app.config.JournalSettings.Mode;
import io.spoor.collector.journal.Journal;
import io.spoor.collector.journal.MemoryJournal;
import io.spoor.collector.journal.SegmentedJournal;
import io.spoor.proto.model.ProcessTags;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the journal that the settings ask for. */
public final class JournalOpening {
  private static final Logger LOG = LoggerFactory.getLogger(JournalOpening.class);

  private JournalOpening() {}

  /**
   * An open journal, which ends with the runtime.
   *
   * @param isStoreVolatile whether nothing outlives the process anyway: then the journal need not
   *     either
   * @throws StartException if the journal cannot be opened
   */
  public static Journal open(
      JournalSettings settings, boolean isStoreVolatile, ProcessTags tags, ServerRuntime runtime) {
    Mode wanted = settings.mode().orElse(isStoreVolatile ? Mode.MEMORY : Mode.DISK);
    boolean fallBack =
        wanted == Mode.DISK
            && settings.mode().isEmpty()
            && !settings.isDirectoryGiven()
            && !Durable.isWritable(settings.directory());
    Gauge.builder("spoor.journal.volatile", () -> fallBack || wanted == Mode.MEMORY ? 1 : 0)
        .description("1 if what was acknowledged is lost with the process")
        .register(runtime.registry());
    if (fallBack) {
      LOG.warn(
          "CANNOT WRITE {}: THE JOURNAL IS KEPT IN MEMORY AND LOST WITH THE PROCESS. Give {} a directory that can be"
              + " written.",
          settings.directory().toAbsolutePath(),
          JournalSettings.directoryFlag().option());
    }
    Journal journal =
        fallBack || wanted == Mode.MEMORY
            ? new MemoryJournal(settings.memoryMaxBytes(), tags, runtime.registry())
            : onDisk(settings, tags, runtime);
    runtime.onStop(
        "journal",
        () ->
            runtime
                .vertx()
                .executeBlocking(
                    () -> {
                      journal.close();
                      return null;
                    }));
    return journal;
  }

  private static Journal onDisk(JournalSettings settings, ProcessTags tags, ServerRuntime runtime) {
    try {
      return SegmentedJournal.open(
          settings.directory(), settings.bounds(), tags, runtime.registry());
    } catch (IOException e) {
      throw new StartException(JournalSettings.directoryFlag().option() + ": " + e.getMessage());
    }
  }
}
