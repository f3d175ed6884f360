package io.spoor.collector.pipeline;

import io.spoor.collector.journal.Delivery;
import io.spoor.collector.journal.Journal;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.StorageException;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes under way, and what becomes of them: released, tried again later for ever, or taken apart
 * until the record that the store refuses for good stands alone. Pipeline thread only; stores
 * answer on any thread, into a queue.
 */
final class Writes {
  private static final Logger LOG = LoggerFactory.getLogger(Writes.class);

  private final Journal journal;
  private final SpanWriter writer;
  private final PipelineOptions options;
  private final Assembler assembler;
  private final DeadLetters deadLetters;
  private final PipelineMetrics metrics;
  private final Clock clock;
  private final RandomGenerator random;
  // As many as there are writes under way, at most.
  private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final PriorityQueue<Batch> retries =
      new PriorityQueue<>(Comparator.comparingLong(Batch::retryAtNanos));
  private final PriorityQueue<Burial> burials =
      new PriorityQueue<>(Comparator.comparingLong(Burial::atNanos));
  // Those waiting for a retry included.
  private int count;
  private long bytes;
  private long failures;
  private boolean buryingFails;

  private record Answer(Batch batch, Optional<Throwable> failure) {}

  private record Burial(Delivery delivery, String reason, int attempts, long atNanos) {}

  Writes(
      Journal journal,
      SpanWriter writer,
      PipelineOptions options,
      Assembler assembler,
      Pipeline.Parts parts) {
    this.journal = journal;
    this.writer = writer;
    this.options = options;
    this.assembler = assembler;
    this.deadLetters = parts.deadLetters();
    this.metrics = new PipelineMetrics(parts.registry(), parts.host());
    this.clock = parts.clock();
    this.random = parts.random();
  }

  boolean isFull() {
    return count >= options.maxWrites() || bytes >= options.maxBytes();
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Writes a batch for the first time. */
  void start(Batch batch) {
    hold(batch);
    write(batch);
    metrics.received(batch);
  }

  /** Handles the answers that have come. */
  void settle() {
    for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
      settle(answer);
    }
  }

  /** Waits for an answer, as long as {@code atMost} or until a retry is due, and handles it. */
  void await(Duration atMost) throws InterruptedException {
    Answer answer = answers.poll(untilRetry(atMost).toNanos(), TimeUnit.NANOSECONDS);
    if (answer != null) {
      settle(answer);
    }
  }

  /** How long until a retry is due, at most {@code atMost}. */
  Duration untilRetry(Duration atMost) {
    long now = System.nanoTime();
    long nanos = atMost.toNanos();
    if (!retries.isEmpty()) {
      nanos = Math.min(nanos, retries.peek().retryAtNanos() - now);
    }
    if (!burials.isEmpty()) {
      nanos = Math.min(nanos, burials.peek().atNanos() - now);
    }
    return Duration.ofNanos(Math.max(0, nanos));
  }

  /** Writes again what has waited long enough. */
  void retryDue() {
    while (!retries.isEmpty() && retries.peek().retryAtNanos() - System.nanoTime() <= 0) {
      write(retries.poll());
    }
    while (!burials.isEmpty() && burials.peek().atNanos() - System.nanoTime() <= 0) {
      Burial burial = burials.poll();
      count--;
      bury(burial.delivery(), burial.reason(), burial.attempts());
    }
  }

  /** Sets aside a record that can never be stored. */
  void bury(Delivery delivery, String reason) {
    LOG.error(
        "Record {} of {} spans, {} bytes of {}, is set aside: {}",
        delivery.sequence(),
        delivery.received().spans(),
        delivery.received().body().length,
        delivery.received().format(),
        reason);
    bury(delivery, reason, 0);
  }

  private void bury(Delivery delivery, String reason, int attempts) {
    try {
      deadLetters.bury(delivery, reason);
      metrics.buried(delivery);
      journal.release(delivery);
      buryingFails = false;
    } catch (IOException e) {
      if (!buryingFails) {
        LOG.error("Dead letters cannot be kept; it is tried again until they can", e);
      }
      buryingFails = true;
      // It takes a place, so that a flood of them stops the pipeline rather than filling memory.
      count++;
      burials.add(
          new Burial(delivery, reason, attempts + 1, System.nanoTime() + backoff(attempts + 1)));
    }
  }

  private void hold(Batch batch) {
    count++;
    bytes += batch.bytes();
    metrics.held(batch.spans().size(), batch.bytes());
  }

  private void letGo(Batch batch) {
    count--;
    bytes -= batch.bytes();
    metrics.held(-batch.spans().size(), -batch.bytes());
  }

  private void write(Batch batch) {
    batch.started(System.nanoTime());
    Future<Void> written;
    try {
      written =
          batch.spans().isEmpty()
              ? Future.succeededFuture()
              : writer.write(batch.tenant(), batch.spans());
    } catch (RuntimeException e) {
      written = Future.failedFuture(e);
    }
    written.onComplete(done -> answers.add(new Answer(batch, Optional.ofNullable(done.cause()))));
  }

  private void settle(Answer answer) {
    Batch batch = answer.batch();
    if (answer.failure().isEmpty()) {
      letGo(batch);
      batch.deliveries().forEach(journal::release);
      metrics.saved(batch, System.nanoTime() - batch.startedNanos(), clock.millis());
      if (failures > 0) {
        LOG.info("The store takes spans again, after {} writes that failed", failures);
        failures = 0;
      }
      return;
    }
    Throwable failure = answer.failure().get();
    if (isPermanent(failure)) {
      letGo(batch);
      takeApart(batch, buryRefused(batch, releaseStored(batch, failure), failure), failure);
    } else {
      retryRest(batch, failure);
    }
  }

  private static boolean isPermanent(Throwable failure) {
    if (failure instanceof StorageException refused) {
      return switch (refused.kind()) {
        case BAD_REQUEST, PERMANENT -> true;
        case TRANSIENT -> false;
      };
    }
    return false;
  }

  /** What the store has already is not written again. */
  private void retryRest(Batch batch, Throwable failure) {
    BitSet stored = stored(failure);
    if (stored.isEmpty()) {
      retryLater(batch, failure);
      return;
    }
    letGo(batch);
    for (int i = 0; i < batch.deliveries().size(); i++) {
      if (isWithin(stored, batch, i)) {
        journal.release(batch.deliveries().get(i));
      }
    }
    saved(batch.only(stored), batch);
    stored.flip(0, batch.spans().size());
    if (!stored.isEmpty()) {
      Batch rest = batch.only(stored);
      hold(rest);
      retryLater(rest, failure);
    }
  }

  private void retryLater(Batch batch, Throwable failure) {
    if (failures++ == 0) {
      LOG.warn("The store does not take spans; they stay in the journal and are retried", failure);
    }
    metrics.retried();
    batch.retryAt(System.nanoTime() + backoff(batch.attempts()));
    retries.add(batch);
  }

  private static BitSet stored(Throwable failure) {
    return failure instanceof StorageException known ? known.stored() : new BitSet();
  }

  /** Whether all spans of a record are among these. */
  private static boolean isWithin(BitSet spans, Batch batch, int delivery) {
    return spans.nextClearBit(batch.firstSpan(delivery)) >= batch.endSpan(delivery);
  }

  private void saved(Batch part, Batch whole) {
    metrics.saved(part, System.nanoTime() - whole.startedNanos(), clock.millis());
  }

  /**
   * Releases the records that are stored as a whole nonetheless, and returns the others' places.
   */
  private List<Integer> releaseStored(Batch batch, Throwable failure) {
    BitSet stored = stored(failure);
    BitSet released = new BitSet();
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < batch.deliveries().size(); i++) {
      if (isWithin(stored, batch, i)) {
        journal.release(batch.deliveries().get(i));
        released.set(batch.firstSpan(i), batch.endSpan(i));
      } else {
        others.add(i);
      }
    }
    if (!released.isEmpty()) {
      saved(batch.only(released), batch);
    }
    return others;
  }

  /** Sets aside the records with spans that the store named, and returns those it left open. */
  private List<Delivery> buryRefused(Batch batch, List<Integer> places, Throwable failure) {
    BitSet refused = failure instanceof StorageException known ? known.refused() : new BitSet();
    BitSet decided = stored(failure);
    decided.or(refused);
    List<Delivery> others = new ArrayList<>();
    for (int i : places) {
      Delivery delivery = batch.deliveries().get(i);
      if (refused.isEmpty() || !isWithin(decided, batch, i)) {
        others.add(delivery);
        continue;
      }
      bury(delivery, "the store refuses it: " + failure.getMessage());
      BitSet spans = new BitSet();
      spans.set(batch.firstSpan(i), batch.endSpan(i));
      spans.and(refused);
      metrics.refused(batch.only(spans));
      spans.flip(batch.firstSpan(i), batch.endSpan(i));
      if (!spans.isEmpty()) {
        saved(batch.only(spans), batch);
      }
    }
    return others;
  }

  /** One half and the other: a record refused for good is found in as many steps as it takes. */
  private void takeApart(Batch batch, List<Delivery> deliveries, Throwable failure) {
    if (deliveries.isEmpty()) {
      return;
    }
    if (deliveries.size() == 1) {
      bury(deliveries.get(0), "the store refuses it: " + failure.getMessage());
      metrics.refused(batch.deliveries().size() == 1 ? batch : assembler.rebuild(deliveries));
      return;
    }
    int half = deliveries.size() / 2;
    for (List<Delivery> part :
        List.of(deliveries.subList(0, half), deliveries.subList(half, deliveries.size()))) {
      Batch rebuilt = assembler.rebuild(part);
      hold(rebuilt);
      write(rebuilt);
    }
  }

  /** Doubles with each attempt; half of it is chance, so that collectors do not come in step. */
  private long backoff(int attempts) {
    long first = options.firstRetry().toNanos();
    long doubled = attempts > 30 ? Long.MAX_VALUE : first << (attempts - 1);
    long delay = Math.min(doubled < first ? Long.MAX_VALUE : doubled, options.maxRetry().toNanos());
    return delay / 2 + (long) (random.nextDouble() * (delay / 2 + 1));
  }
}
