package io.spoor.collector.pipeline;

import io.spoor.collector.journal.Delivery;
import io.spoor.collector.journal.Journal;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.StorageException;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes under way, and what becomes of them: released; tried again later for ever, from memory
 * while there is room and from the journal when not; or refused for good ({@link Refusals}).
 * Pipeline thread only; stores answer on any thread, into a queue.
 */
final class Writes {
  private static final Logger LOG = LoggerFactory.getLogger(Writes.class);
  // So often a write is tried from memory while others succeed.
  private static final int ATTEMPTS_IN_MEMORY = 3;

  private final Journal journal;
  private final SpanWriter writer;
  private final PipelineOptions options;
  private final Refusals refusals;
  private final Burials burials;
  private final PipelineMetrics metrics;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final StoreHealth health;
  private final ConcurrencyLimit limit;
  private final ParkedRounds rounds;
  // As many as there are writes under way, at most.
  private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final PriorityQueue<Batch> retries =
      new PriorityQueue<>(Comparator.comparingLong(Batch::retryAtNanos));
  // In the order of their start, those answered already too.
  private final ArrayDeque<Attempt> sent = new ArrayDeque<>();
  private int underWay;
  private long bytes;
  private long retryBytes;
  private long failures;

  /** One try: an answer that comes when the try was given up is no answer. */
  private record Attempt(Batch batch, int number) {
    boolean isOpen() {
      return batch.openAttempt() == number;
    }
  }

  private record Answer(Attempt attempt, Optional<Throwable> failure) {}

  Writes(
      Journal journal,
      SpanWriter writer,
      PipelineOptions options,
      Assembler assembler,
      Pipeline.Parts parts) {
    this.journal = journal;
    this.writer = writer;
    this.options = options;
    this.metrics = new PipelineMetrics(parts.registry(), parts.host(), journal);
    this.clock = parts.clock();
    this.nanoTime = parts.nanoTime();
    this.health = new StoreHealth(options.firstRetry(), options.maxRetry(), parts.random());
    this.limit = new ConcurrencyLimit(options.maxWrites(), options.adaptsToLatency());
    this.rounds = new ParkedRounds(journal, options.firstRetry(), options.maxRetry());
    this.burials = new Burials(journal, parts.deadLetters(), metrics, health, nanoTime);
    this.refusals = new Refusals(this, journal, assembler, burials, metrics, parts);
    metrics.limit(limit.limit());
  }

  private long nanos() {
    return nanoTime.getAsLong();
  }

  StoreHealth health() {
    return health;
  }

  ParkedRounds rounds() {
    return rounds;
  }

  /** Whether nothing more can be taken on now. */
  boolean isFull() {
    return underWay >= limit.limit()
        || held() >= options.maxWrites()
        || bytes >= options.maxBytes()
        || !health.mayProbe(nanos());
  }

  boolean isEmpty() {
    return held() == 0;
  }

  private int held() {
    return underWay + retries.size() + burials.waiting();
  }

  /** Writes a batch for the first time. */
  void start(Batch batch) {
    hold(batch);
    write(batch);
    if (!batch.isParked()) {
      metrics.received(batch);
    }
  }

  /** Handles the answers that have come, and those that do not come. */
  void settle() {
    for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
      settle(answer);
    }
    long now = nanos();
    while (!sent.isEmpty()
        && (!sent.peek().isOpen()
            || now - sent.peek().batch().startedNanos() >= options.answerTimeout().toNanos())) {
      Attempt attempt = sent.remove();
      if (attempt.isOpen()) {
        settle(
            new Answer(
                attempt,
                Optional.of(
                    new StorageException(
                        StorageException.Kind.TRANSIENT,
                        "the store has not answered for "
                            + options.answerTimeout().toSeconds()
                            + " s"))));
      }
    }
  }

  /** Waits for an answer, as long as {@code atMost} or until something is due, and handles it. */
  void await(Duration atMost) throws InterruptedException {
    Answer answer = answers.poll(untilDue(atMost).toNanos(), TimeUnit.NANOSECONDS);
    if (answer != null) {
      settle(answer);
    }
  }

  /** How long until something is due, at most {@code atMost}. */
  Duration untilDue(Duration atMost) {
    long now = nanos();
    long nanos = Math.min(atMost.toNanos(), rounds.untilDue(now));
    nanos = Math.min(nanos, burials.untilDue(now));
    if (!retries.isEmpty()) {
      nanos = Math.min(nanos, retries.peek().retryAtNanos() - now);
    }
    if (health.isAway()) {
      nanos = Math.min(nanos, health.probeAtNanos() - now);
    }
    return Duration.ofNanos(Math.max(0, nanos));
  }

  /** Writes again what has waited long enough. */
  void retryDue() {
    long now = nanos();
    while (!retries.isEmpty()
        && underWay < limit.limit()
        && retries.peek().retryAtNanos() - now <= 0) {
      Batch batch = retries.poll();
      retryBytes -= batch.bytes();
      write(batch);
    }
    burials.retryDue(now);
  }

  /** Sets aside a record that can never be stored. */
  void bury(Delivery delivery, boolean parked, String reason) {
    burials.bury(delivery, reason);
    if (parked) {
      rounds.settled(1, true, nanos());
    }
  }

  /** Leaves a record in the journal that would not be stored now. */
  void park(Delivery delivery) {
    journal.park(delivery);
    rounds.parked(nanos());
  }

  void hold(Batch batch) {
    bytes += batch.bytes();
    metrics.held(batch.bytes());
  }

  void letGo(Batch batch) {
    bytes -= batch.bytes();
    metrics.held(-batch.bytes());
  }

  /** Records of a batch of parked ones have come to their end. */
  void ended(Batch batch, int records) {
    if (batch.isParked()) {
      rounds.settled(records, true, nanos());
    }
  }

  void write(Batch batch) {
    batch.started(nanos());
    Attempt attempt = new Attempt(batch, batch.attempts());
    sent.add(attempt);
    metrics.underWay(++underWay);
    Future<Void> written;
    try {
      written =
          batch.spans().isEmpty()
              ? Future.succeededFuture()
              : writer.write(batch.tenant(), batch.spans());
    } catch (RuntimeException e) {
      written = Future.failedFuture(e);
    }
    written.onComplete(done -> answers.add(new Answer(attempt, Optional.ofNullable(done.cause()))));
  }

  private void settle(Answer answer) {
    if (!answer.attempt().isOpen()) {
      return;
    }
    Batch batch = answer.attempt().batch();
    batch.answered();
    int together = underWay;
    metrics.underWay(--underWay);
    if (answer.failure().isEmpty()) {
      stored(batch, together);
      return;
    }
    Throwable failure = answer.failure().get();
    if (isPermanent(failure)) {
      letGo(batch);
      refusals.settle(batch, failure);
    } else {
      retryRest(batch, failure);
    }
  }

  private void stored(Batch batch, int together) {
    letGo(batch);
    batch.deliveries().forEach(journal::release);
    long now = nanos();
    metrics.saved(batch, now - batch.startedNanos(), clock.millis());
    limit.succeeded(batch.startedNanos(), now, together);
    metrics.limit(limit.limit());
    takesAgain(batch, now);
    ended(batch, batch.deliveries().size());
    if (failures > 0 && retries.isEmpty() && journal.levels().parked() == 0) {
      LOG.info("The store takes spans again, after {} writes that failed", failures);
      failures = 0;
    }
  }

  private void takesAgain(Batch batch, long now) {
    boolean wasAway = health.isAway();
    if (health.succeeded(batch.tenant(), now)) {
      rounds.hurry(now);
    }
    if (wasAway) {
      // What waits in memory need not wait for its time; the limit is low, and spreads it.
      List<Batch> waiting = List.copyOf(retries);
      retries.clear();
      waiting.forEach(retry -> retry.retryAt(now));
      retries.addAll(waiting);
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
    long now = nanos();
    BitSet stored = Refusals.stored(failure);
    if (tellsOfLoad(batch, stored)) {
      limit.failed(batch.startedNanos(), now);
      metrics.limit(limit.limit());
    }
    if (stored.isEmpty()) {
      health.failed(batch.tenant(), now);
      retryLater(batch, failure, now);
      return;
    }
    takesAgain(batch, now);
    letGo(batch);
    List<Integer> others = refusals.releaseStored(batch, failure, stored);
    ended(batch, batch.deliveries().size() - others.size());
    if (!others.isEmpty()) {
      BitSet rest = new BitSet();
      others.forEach(i -> rest.set(batch.firstSpan(i), batch.endSpan(i)));
      rest.andNot(stored);
      Batch left = batch.only(rest);
      hold(left);
      retryLater(left, failure, now);
    }
  }

  /** Not so a failure of something that fails by itself, whatever the load is. */
  private boolean tellsOfLoad(Batch batch, BitSet stored) {
    boolean byItself =
        batch.isParked()
            || health.failsAlone(batch.tenant())
            || (batch.attempts() > 1 && health.hasSucceededSince(batch.firstStartedNanos()));
    return !byItself && stored.cardinality() * 2 <= batch.spans().size();
  }

  private void retryLater(Batch batch, Throwable failure, long now) {
    if (failures++ == 0) {
      LOG.warn("The store does not take spans; they stay in the journal and are retried", failure);
    }
    metrics.retried();
    if (batch.isParked()
        || (batch.attempts() >= ATTEMPTS_IN_MEMORY
            && health.hasSucceededSince(batch.firstStartedNanos()))) {
      park(batch);
      return;
    }
    batch.retryAt(now + health.backoff(batch.attempts()));
    retries.add(batch);
    retryBytes += batch.bytes();
    // Those that wait must leave room for others: perhaps it is only they that are not taken.
    while (retries.size() > 1
        && (retries.size() > options.maxWrites() / 2 || retryBytes > options.maxBytes() / 2)) {
      Batch longest = longestWaiting();
      retries.remove(longest);
      retryBytes -= longest.bytes();
      park(longest);
    }
  }

  private Batch longestWaiting() {
    return retries.stream()
        .max(Comparator.comparingInt(Batch::attempts).thenComparing(Batch::retryAtNanos))
        .orElseThrow();
  }

  private void park(Batch batch) {
    letGo(batch);
    batch.deliveries().forEach(this::park);
    if (batch.isParked()) {
      rounds.settled(batch.deliveries().size(), false, nanos());
    }
  }
}
