package io.spoor.collector.journal;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.collector.Received;
import io.spoor.proto.model.ProcessTags;
import io.vertx.core.Future;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal on disk. Appends wait in a bounded queue for the journal thread, which writes all that
 * are there, syncs once, answers them, and starts over: light load gets one sync per append, heavy
 * load groups by itself.
 */
public final class SegmentedJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentedJournal.class);
  private static final long PROBE_NANOS = Duration.ofSeconds(1).toNanos();

  private final JournalFiles files;
  private final JournalOptions options;
  private final JournalMetrics metrics;
  private final Clocks clocks;
  private final Closeable lock;
  private final AppendQueue queue;
  private final Backlog backlog;
  private final GroupWriter writer;
  private final AtomicLong lastProbe;
  private final Thread thread;
  private boolean started;

  private SegmentedJournal(
      JournalFiles files,
      JournalOptions options,
      JournalMetrics metrics,
      Clocks clocks,
      Closeable lock,
      Backlog backlog,
      GroupWriter writer) {
    this.files = files;
    this.options = options;
    this.metrics = metrics;
    this.clocks = clocks;
    this.lock = lock;
    this.queue = new AppendQueue(options.maxQueuedBytes());
    this.backlog = backlog;
    this.writer = writer;
    this.lastProbe = new AtomicLong(clocks.nanoTime().getAsLong());
    this.thread = new Thread(this::run, "spoor-journal");
  }

  /**
   * Opens the journal in {@code directory}, makes the directory if need be, and recovers what a
   * former process left. Blocks for as long as it takes to read those segments that the last
   * process did not end.
   *
   * @param tags the collector's, for all records of this process
   * @throws IOException if the directory cannot be used, in words for an operator
   */
  public static SegmentedJournal open(
      Path directory, JournalOptions options, ProcessTags tags, MeterRegistry registry)
      throws IOException {
    SegmentedJournal journal =
        open(
            new DirectoryFiles(directory),
            options,
            tags,
            registry,
            Clocks.SYSTEM,
            new SecureRandom());
    journal.start();
    return journal;
  }

  /** Opens without a thread of its own: a test calls {@link #step} where the thread would. */
  static SegmentedJournal open(
      JournalFiles files,
      JournalOptions options,
      ProcessTags tags,
      MeterRegistry registry,
      Clocks clocks,
      RandomGenerator random)
      throws IOException {
    requireNonNull(tags, "tags");
    JournalMetrics metrics = new JournalMetrics(registry);
    Closeable lock = files.lock();
    boolean opened = false;
    try {
      Clocks.Start start = clocks.now();
      Recovery.Found found = Recovery.run(files, metrics, start);
      LOG.info(
          "Journal {}: {} segments, {} records to deliver from before, found in {} ms",
          files,
          found.segments().size(),
          found.segments().stream().mapToLong(Segment::waiting).sum(),
          (clocks.nanoTime().getAsLong() - start.nanos()) / 1_000_000);
      Backlog backlog = new Backlog(files, metrics, options.maxMemoryBytes(), clocks.nanoTime());
      found.segments().forEach(backlog::add);
      GroupWriter writer =
          new GroupWriter(
              files,
              options,
              tags,
              metrics,
              backlog,
              clocks,
              random,
              found.nextNumber(),
              found.nextSequence());
      writer.newSegment();
      metrics.gauges(
          new JournalMetrics.Levels(
              backlog::diskBytes,
              options::maxBytes,
              backlog::waiting,
              backlog::memoryBytes,
              () -> backlog.oldestAge(clocks.nanoTime().getAsLong()).orElse(0) / 1e9,
              backlog::parked));
      SegmentedJournal journal =
          new SegmentedJournal(files, options, metrics, clocks, lock, backlog, writer);
      opened = true;
      return journal;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  private void start() {
    started = true;
    thread.start();
  }

  @Override
  public Future<Void> append(Received received) {
    Optional<String> unwritable = writer.unwritable();
    if (unwritable.isPresent() && !mayProbe()) {
      metrics.failed(1);
      return Future.failedFuture(new JournalFailedException(unwritable.get()));
    }
    Append append = new Append(received);
    if (append.recordBytes() > options.maxRecordBytes()) {
      metrics.refusedAsTooLarge();
      return Future.failedFuture(
          new RecordTooLargeException(append.recordBytes(), options.maxRecordBytes()));
    }
    AppendQueue.Answer answer = queue.offer(append, options.maxBytes() - backlog.diskBytes());
    return switch (answer) {
      case TAKEN -> append.promise().future();
      case CLOSED -> Future.failedFuture(new JournalFailedException("the journal is closed"));
      case QUEUE_FULL -> {
        metrics.refusedByQueue();
        yield Future.failedFuture(
            new JournalFullException(
                "journal queue is full: "
                    + queue.bytes()
                    + " of "
                    + options.maxQueuedBytes()
                    + " bytes wait for the disk"));
      }
      case DISK_FULL -> {
        metrics.refusedByDisk();
        yield Future.failedFuture(
            new JournalFullException(
                "journal is full: "
                    + backlog.diskBytes()
                    + " of "
                    + options.maxBytes()
                    + " bytes on disk, "
                    + backlog.waiting()
                    + " records wait for the store"));
      }
    };
  }

  /** While nothing can be written, one append a second is let through to find out if it can. */
  private boolean mayProbe() {
    long now = clocks.nanoTime().getAsLong();
    long last = lastProbe.get();
    return now - last >= PROBE_NANOS && lastProbe.compareAndSet(last, now);
  }

  @Override
  public Optional<Delivery> take(Duration timeout) throws InterruptedException {
    return backlog.take(timeout);
  }

  @Override
  public void release(Delivery delivery) {
    if (backlog.release(delivery)) {
      queue.wake();
    }
  }

  @Override
  public void park(Delivery delivery) {
    backlog.park(delivery);
  }

  @Override
  public Optional<Delivery> takeParked() {
    return backlog.takeParked();
  }

  @Override
  public Levels levels() {
    return new Levels(
        backlog.diskBytes(),
        options.maxBytes(),
        backlog.waiting(),
        backlog.waitingSpans(),
        backlog.parked());
  }

  @Override
  public Optional<String> unwritable() {
    return writer.unwritable();
  }

  private void run() {
    try {
      while (queue.await(writer.millisUntilProgress())) {
        step();
      }
    } catch (InterruptedException e) {
      LOG.error("Journal {}: its thread was interrupted; it takes no more records", files, e);
      queue.close();
      step();
    }
  }

  /** What the journal thread does once there is something to do. */
  void step() {
    writer.write(queue);
    writer.tidy();
  }

  @Override
  public void close() {
    queue.close();
    if (started) {
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    } else {
      do {
        step();
      } while (queue.bytes() > 0);
    }
    backlog.close();
    writer.close();
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("Journal {}: its lock could not be given back", files, e);
    }
  }
}
