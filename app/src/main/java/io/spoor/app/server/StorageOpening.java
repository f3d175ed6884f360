package io.spoor.app.server;

import io.micrometer.core.instrument.Gauge;
import io.spoor.app.StartException;
import io.spoor.app.config.ElasticsearchSettings;
import io.spoor.app.config.StorageSettings;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.blackhole.BlackholeStorage;
import io.spoor.storage.elasticsearch.ElasticsearchOptions;
import io.spoor.storage.elasticsearch.ElasticsearchStorage;
import io.spoor.storage.embedded.EmbeddedOptions;
import io.spoor.storage.embedded.EmbeddedStorage;
import io.spoor.storage.embedded.Tuning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the store that the settings name. */
public final class StorageOpening {
  private static final Logger LOG = LoggerFactory.getLogger(StorageOpening.class);

  private StorageOpening() {}

  /**
   * An open store, which ends with the runtime.
   *
   * @param mayBeAway whether a store elsewhere need not answer yet
   * @throws StartException if the store cannot be opened
   */
  public static SpanStorage open(
      StorageSettings settings, boolean mayBeAway, ServerRuntime runtime) {
    return open(settings, settings.elasticsearch().options(mayBeAway), runtime);
  }

  /** The same for a role that only reads, apart from an archive. */
  public static SpanStorage openToRead(StorageSettings settings, ServerRuntime runtime) {
    return open(settings, settings.elasticsearch().optionsToRead(), runtime);
  }

  private static SpanStorage open(
      StorageSettings settings, ElasticsearchOptions options, ServerRuntime runtime) {
    SpanStorage storage =
        switch (settings.kind()) {
          case EMBEDDED -> embedded(settings, runtime);
          case ELASTICSEARCH -> elasticsearch(settings.elasticsearch(), options, runtime);
          case MEMORY -> memory(settings.maxTraces(), runtime);
          case BLACKHOLE -> new BlackholeStorage(runtime.registry());
        };
    runtime.onStop("storage", storage::close);
    return storage;
  }

  private static SpanStorage embedded(StorageSettings settings, ServerRuntime runtime) {
    boolean fallBack = !settings.isDirectoryGiven() && !Durable.isWritable(settings.directory());
    Gauge.builder("spoor.storage.volatile", () -> fallBack ? 1 : 0)
        .description(
            "1 if spans are kept in memory because the default directory cannot be written")
        .register(runtime.registry());
    if (fallBack) {
      LOG.warn(
          "CANNOT WRITE {}: SPANS ARE KEPT IN MEMORY AND LOST AT THE END. Give {} a directory that can be written.",
          settings.directory().toAbsolutePath(),
          StorageSettings.directoryFlag().option());
      return memory(settings.maxTraces(), runtime);
    }
    EmbeddedOptions options =
        EmbeddedOptions.of(settings.directory())
            .withRetention(settings.retention())
            .withSliceLength(settings.sliceLength());
    try {
      return runtime.await(
          EmbeddedStorage.open(runtime.vertx(), options, runtime.registry(), runtime.clock()));
    } catch (StartException e) {
      throw new StartException(StorageSettings.directoryFlag().option() + ": " + e.getMessage());
    }
  }

  private static SpanStorage elasticsearch(
      ElasticsearchSettings settings, ElasticsearchOptions options, ServerRuntime runtime) {
    settings.warnings().forEach(LOG::warn);
    settings.archive().ifPresent(archive -> archive.warnings().forEach(LOG::warn));
    try {
      return runtime.await(
          ElasticsearchStorage.open(runtime.vertx(), options, runtime.registry(), runtime.clock()));
    } catch (IllegalArgumentException e) {
      // A file of a secret or a certificate, in clear words.
      throw new StartException(e.getMessage());
    }
  }

  private static SpanStorage memory(int maxTraces, ServerRuntime runtime) {
    return runtime.await(
        EmbeddedStorage.openInMemory(
            runtime.vertx(), maxTraces, Tuning.DEFAULTS, runtime.registry()));
  }
}
