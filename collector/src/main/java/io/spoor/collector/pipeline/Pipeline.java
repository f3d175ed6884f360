package io.spoor.collector.pipeline;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.collector.journal.Delivery;
import io.spoor.collector.journal.Journal;
import io.spoor.proto.codec.SpanCodec;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.storage.SpanWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records from the journal to the store. A record is merged with others of its tenant while
 * writes are under way, and written at once when there are none, so light load is not delayed and
 * heavy load comes in batches.
 */
public final class Pipeline {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
  private static final Duration IDLE = Duration.ofMillis(50);
  // How soon a write that ends lets the next batch go.
  private static final Duration GATHERING = Duration.ofMillis(1);
  // Tenants and collector tags whose batches grow at once.
  private static final int MAX_OPEN = 64;

  private final Journal journal;
  private final PipelineOptions options;
  private final Assembler assembler;
  private final Writes writes;
  private final LongSupplier nanoTime;
  private final Thread thread;
  private final CountDownLatch drained = new CountDownLatch(1);
  // Some record may be stranded in the journal. Pipeline thread only.
  private boolean failed;
  private volatile boolean draining;
  private volatile boolean stopped;

  /** What a pipeline is made from besides its journal and its store. */
  public record Parts(
      Function<SpanFormat, SpanCodec> codecs,
      DeadLetters deadLetters,
      MeterRegistry registry,
      String host,
      Clock clock,
      LongSupplier nanoTime,
      RandomGenerator random) {
    /** With the machine's own clock for all that is waited for. */
    public Parts(
        Function<SpanFormat, SpanCodec> codecs,
        DeadLetters deadLetters,
        MeterRegistry registry,
        String host,
        Clock clock,
        RandomGenerator random) {
      this(codecs, deadLetters, registry, host, clock, System::nanoTime, random);
    }

    public Parts {
      requireNonNull(codecs, "codecs");
      requireNonNull(deadLetters, "deadLetters");
      requireNonNull(registry, "registry");
      requireNonNull(host, "host");
      requireNonNull(clock, "clock");
      requireNonNull(nanoTime, "nanoTime");
      requireNonNull(random, "random");
    }
  }

  public Pipeline(Journal journal, SpanWriter writer, PipelineOptions options, Parts parts) {
    this.journal = requireNonNull(journal, "journal");
    this.options = requireNonNull(options, "options");
    this.assembler = new Assembler(parts.codecs());
    this.nanoTime = parts.nanoTime();
    this.writes = new Writes(journal, writer, options, assembler, parts);
    this.thread = new Thread(this::run, "spoor-pipeline");
  }

  /** Starts the thread. Once. */
  public void start() {
    thread.start();
  }

  /**
   * Writes what is in the journal, as far as time allows: what is left stays there, and so does
   * what the store does not take while it takes others. To be called when nothing is appended any
   * more.
   *
   * @return whether all of it is stored
   */
  public boolean drain(Duration timeout) throws InterruptedException {
    draining = true;
    return drained.await(timeout.toNanos(), TimeUnit.NANOSECONDS) && journal.levels().parked() == 0;
  }

  /** Stops. Writes under way are left to the store; their records are not released. Blocks. */
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
  }

  private void run() {
    while (!stopped) {
      try {
        turn(true);
      } catch (InterruptedException e) {
        LOG.error("The pipeline was interrupted and writes no more", e);
        return;
      } catch (RuntimeException e) {
        // A bug. The records at hand stay in the journal and come again after a restart.
        LOG.error("The pipeline failed on a record and goes on", e);
        failed = true;
      }
    }
  }

  /**
   * What the thread does again and again.
   *
   * @param mayWait if not, it does only what can be done now: for tests, which have a clock of
   *     their own
   */
  void turn(boolean mayWait) throws InterruptedException {
    writes.settle();
    writes.retryDue();
    if (writes.isFull()) {
      writes.await(mayWait ? IDLE : Duration.ZERO);
      return;
    }
    boolean tookParked = takeParked();
    boolean tookNext = takeNext(mayWait);
    boolean idle = !tookParked && !tookNext;
    while (!writes.isFull()) {
      Optional<Batch> ready = assembler.poll(open -> isReady(open, idle));
      if (ready.isEmpty()) {
        break;
      }
      writes.start(ready.get());
    }
    if (draining && !failed && idle && assembler.isEmpty() && writes.isEmpty()) {
      drained.countDown();
    }
  }

  /** A parked record comes beside those that come anyway. */
  private boolean takeParked() {
    Optional<Delivery> delivery = writes.rounds().next(nanoTime.getAsLong());
    delivery.ifPresent(found -> add(found, true));
    return delivery.isPresent();
  }

  private boolean takeNext(boolean mayWait) throws InterruptedException {
    boolean waits = mayWait && writes.rounds().isGathered();
    Optional<Delivery> delivery = journal.take(waits ? patience() : Duration.ZERO);
    if (delivery.isEmpty()) {
      return false;
    }
    Delivery next = delivery.get();
    if (writes.health().isBlocked(next.received().tenant(), nanoTime.getAsLong())) {
      writes.park(next);
    } else {
      add(next, false);
    }
    return true;
  }

  private Duration patience() {
    return assembler.isEmpty() && !draining ? writes.untilDue(IDLE) : GATHERING;
  }

  private void add(Delivery delivery, boolean parked) {
    assembler
        .add(delivery, parked, nanoTime.getAsLong())
        .ifPresent(why -> writes.bury(delivery, parked, why));
  }

  private boolean isReady(Assembler.Open open, boolean idle) {
    return open.bytes() >= options.maxBatchBytes()
        || assembler.size() > MAX_OPEN
        || (open.isParked() && writes.rounds().isGathered())
        || (idle && (draining || writes.isEmpty()))
        || nanoTime.getAsLong() - open.sinceNanos() >= options.maxBatchDelay().toNanos();
  }
}
