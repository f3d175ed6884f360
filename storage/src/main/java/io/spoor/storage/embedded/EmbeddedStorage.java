package io.spoor.storage.embedded;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.spoor.storage.TraceReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** A store in this process: on disk, or in RAM. */
public final class EmbeddedStorage implements SpanStorage {
  private static final Duration FOR_EVER = Duration.ofDays(365 * 1000);

  private final Vertx vertx;
  private final Slices slices;
  private final IndexThread index;
  private final ReadPool reads;
  private final EmbeddedReader reader;
  // Guarded by this.
  private Future<Void> closing;

  private EmbeddedStorage(
      Vertx vertx, Slices slices, Tuning tuning, int maxTraces, MeterRegistry registry) {
    EmbeddedMetrics metrics = new EmbeddedMetrics(registry);
    this.vertx = vertx;
    this.slices = slices;
    this.index = new IndexThread(slices, tuning, new Eviction(maxTraces), metrics);
    this.reads = new ReadPool(vertx, tuning, metrics);
    this.reader = new EmbeddedReader(slices, reads, metrics);
  }

  /**
   * Opens the store on disk. Fails with {@link StorageException} when the directory cannot be used:
   * not writable, not ours, in use by another process, damaged.
   *
   * @param clock tells arrival times, for slices and retention
   */
  public static Future<EmbeddedStorage> open(
      Vertx vertx, EmbeddedOptions options, MeterRegistry registry, Clock clock) {
    return open(vertx, () -> DiskShelf.open(options.directory()), options, registry, clock);
  }

  /** The same with a shelf that a test has had its hands on. */
  static Future<EmbeddedStorage> open(
      Vertx vertx,
      Supplier<Shelf> opener,
      EmbeddedOptions options,
      MeterRegistry registry,
      Clock clock) {
    return vertx.executeBlocking(
        () -> {
          Shelf shelf = opener.get();
          Slices slices = new Slices(shelf, clock, options.retention(), options.sliceLength());
          return started(vertx, slices, options.tuning(), 0, registry);
        },
        false);
  }

  /**
   * Opens a store that is gone with the process.
   *
   * @param maxTraces traces kept at most, the newest; 0 = no bound
   */
  public static Future<EmbeddedStorage> openInMemory(
      Vertx vertx, int maxTraces, Tuning tuning, MeterRegistry registry) {
    if (maxTraces < 0) {
      throw new IllegalArgumentException("max traces must be >= 0 (got " + maxTraces + ")");
    }
    return vertx.executeBlocking(
        () -> {
          Slices slices = new Slices(new RamShelf(), Clock.systemUTC(), Duration.ZERO, FOR_EVER);
          return started(vertx, slices, tuning, maxTraces, registry);
        },
        false);
  }

  private static EmbeddedStorage started(
      Vertx vertx, Slices slices, Tuning tuning, int maxTraces, MeterRegistry registry)
      throws java.io.IOException {
    try {
      slices.open();
    } catch (RuntimeException e) {
      try {
        slices.close();
      } catch (java.io.IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
    EmbeddedStorage storage = new EmbeddedStorage(vertx, slices, tuning, maxTraces, registry);
    storage.index.start();
    return storage;
  }

  @Override
  public SpanWriter writer() {
    return this::write;
  }

  @Override
  public TraceReader reader() {
    return reader;
  }

  @Override
  public Future<Void> check() {
    String trouble = index.trouble();
    return trouble.isEmpty()
        ? Future.succeededFuture()
        : Future.failedFuture(new StorageException(StorageException.Kind.TRANSIENT, trouble));
  }

  @Override
  public synchronized Future<Void> close() {
    if (closing == null) {
      closing =
          index
              .close()
              .eventually(reads::close)
              .eventually(
                  () ->
                      vertx.executeBlocking(
                          () -> {
                            slices.close();
                            return null;
                          },
                          false));
    }
    return closing;
  }

  private Future<Void> write(Tenant tenant, SpanBatch batch) {
    if (tenant.id().length() > TermWriter.MAX_TENANT_BYTES / 4) {
      return Future.failedFuture(
          new StorageException(StorageException.Kind.BAD_REQUEST, "tenant id is too long"));
    }
    return batch.isEmpty() ? Future.succeededFuture() : index.write(tenant, batch);
  }
}
