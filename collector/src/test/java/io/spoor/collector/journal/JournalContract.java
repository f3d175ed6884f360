package io.spoor.collector.journal;

import static io.spoor.collector.journal.Records.number;
import static io.spoor.collector.journal.Records.record;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.Received;
import io.spoor.proto.model.ProcessTags;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal does. */
abstract class JournalContract {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MAX_BYTES = 1 << 20;

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Journal journal;

  /** A journal that takes {@code maxBytes} of records, and a little more perhaps. */
  abstract Journal open(long maxBytes, ProcessTags tags) throws Exception;

  @BeforeEach
  void openJournal() throws Exception {
    journal = open(MAX_BYTES, ProcessTags.of(Map.of("zone", "a")));
  }

  @AfterEach
  void closeJournal() {
    journal.close();
  }

  @Test
  void deliversWhatWasAppendedInOrder() throws Exception {
    for (int i = 1; i <= 100; i++) {
      await(journal.append(record(i, 50)));
    }
    long lastSequence = 0;
    for (int i = 1; i <= 100; i++) {
      Delivery delivery = journal.take(PATIENCE).orElseThrow();
      Records.assertSame(record(i, 50), delivery.received());
      assertEquals(Map.of("zone", "a"), delivery.collectorTags().asMap());
      assertTrue(delivery.sequence() > lastSequence);
      lastSequence = delivery.sequence();
    }
    assertTrue(journal.take(Duration.ofMillis(1)).isEmpty());
  }

  @Test
  void wakesWhoWaitsForARecord() throws Exception {
    CompletableFuture<Delivery> taken =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return journal.take(PATIENCE).orElseThrow();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    await(journal.append(record(7, 8)));
    assertEquals(7, number(taken.get(60, SECONDS).received()));
  }

  @Test
  void refusesWhenFullAndTakesAgainWhatWasReleased() throws Exception {
    List<Long> kept = new ArrayList<>();
    Throwable refusal = null;
    for (int i = 1; refusal == null; i++) {
      Future<Void> answer = journal.append(record(i, 10_000));
      settle(answer);
      if (answer.succeeded()) {
        kept.add((long) i);
      } else {
        refusal = answer.cause();
      }
    }
    assertInstanceOf(JournalFullException.class, refusal);
    assertTrue(refusal.getMessage().contains("records wait"), refusal.getMessage());
    assertTrue(kept.size() > 80 && kept.size() < 106, "kept " + kept.size());
    assertTrue(
        registry.get("spoor.journal.refused").counters().stream().anyMatch(c -> c.count() == 1));
    List<Long> delivered = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      Delivery delivery = journal.take(PATIENCE).orElseThrow();
      delivered.add(number(delivery.received()));
      journal.release(delivery);
    }
    assertEquals(kept, delivered.stream().sorted().toList());
    awaitAppended(record(1000, 10_000));
  }

  @Test
  void releasesInAnyOrderAndTwice() throws Exception {
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      await(journal.append(record(i, 10_000)));
      deliveries.add(journal.take(PATIENCE).orElseThrow());
    }
    for (int i = 59; i >= 0; i--) {
      journal.release(deliveries.get(i));
      journal.release(deliveries.get(i));
    }
    assertEquals(0, registry.get("spoor.journal.records").gauge().value());
    for (int i = 1; i <= 60; i++) {
      awaitAppended(record(i, 10_000));
    }
  }

  @Test
  void handsOutAgainWhatWasParked() throws Exception {
    for (int i = 1; i <= 30; i++) {
      await(journal.append(record(i, 10_000)));
    }
    List<Long> parked = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Delivery delivery = journal.take(PATIENCE).orElseThrow();
      if (i % 3 == 0) {
        journal.park(delivery);
        parked.add(number(delivery.received()));
      } else {
        journal.release(delivery);
      }
    }
    parked.sort(null);
    assertEquals(10, journal.levels().parked());
    assertEquals(10, journal.levels().records());
    assertTrue(journal.take(Duration.ofMillis(1)).isEmpty(), "parked records wait to be asked for");
    for (int round = 0; round < 3; round++) {
      List<Long> again = new ArrayList<>();
      while (again.size() < 10) {
        Delivery delivery = journal.takeParked().orElseThrow();
        Records.assertSame(record(number(delivery.received()), 10_000), delivery.received());
        again.add(number(delivery.received()));
        journal.park(delivery);
      }
      assertEquals(parked, again.stream().sorted().toList(), "each in its turn");
    }
    for (var taken = journal.takeParked(); taken.isPresent(); taken = journal.takeParked()) {
      journal.release(taken.get());
    }
    assertEquals(0, journal.levels().records());
    assertEquals(0, journal.levels().spans());
  }

  @Test
  void refusesForEverWhatItCanNeverTake() throws Exception {
    Future<Void> answer = journal.append(record(1, MAX_BYTES + 1));
    settle(answer);
    assertInstanceOf(RecordTooLargeException.class, answer.cause());
    assertEquals(1, registry.get("spoor.journal.refused").tag("bound", "record").counter().count());
    await(journal.append(record(2, MAX_BYTES * 7 / 8)));
  }

  @Test
  void answersOnTheCallersContext() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      CountDownLatch answered = new CountDownLatch(40);
      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        ContextInternal root = (ContextInternal) vertx.getOrCreateContext();
        Context context = i % 2 == 0 ? root : root.duplicate();
        int number = i;
        context.runOnContext(
            v ->
                journal
                    .append(record(number, 8))
                    .onComplete(
                        done -> {
                          if (!done.succeeded() || Vertx.currentContext() != context) {
                            synchronized (wrong) {
                              wrong.add(number + " " + done + " " + Vertx.currentContext());
                            }
                          }
                          answered.countDown();
                        }));
      }
      assertTrue(answered.await(60, SECONDS));
      assertEquals(List.of(), wrong);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(60, SECONDS);
    }
  }

  @Test
  void refusesOnceClosed() throws Exception {
    journal.close();
    Future<Void> answer = journal.append(record(1, 8));
    settle(answer);
    assertInstanceOf(JournalFailedException.class, answer.cause());
    assertTrue(journal.take(Duration.ofSeconds(5)).isEmpty());
  }

  @Test
  void countsWhatItHolds() throws Exception {
    await(journal.append(record(1, 100)));
    await(journal.append(record(2, 100)));
    assertEquals(2, registry.get("spoor.journal.records").gauge().value());
    assertEquals(2, registry.get("spoor.journal.appended").counter().count());
    assertTrue(registry.get("spoor.journal.bytes").gauge().value() >= 200);
    journal.release(journal.take(PATIENCE).orElseThrow());
    assertEquals(1, registry.get("spoor.journal.records").gauge().value());
    assertTrue(journal.unwritable().isEmpty());
  }

  /** Space comes back when files are deleted, soon after the release. */
  private void awaitAppended(Received received) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Future<Void> answer = journal.append(received);
    settle(answer);
    while (answer.failed()) {
      assertInstanceOf(JournalFullException.class, answer.cause());
      assertTrue(System.nanoTime() < deadline, "still full after " + PATIENCE);
      LockSupport.parkNanos(1_000_000);
      answer = journal.append(received);
      settle(answer);
    }
  }

  static void await(Future<Void> answer) throws Exception {
    settle(answer);
    assertSame(null, answer.cause());
  }

  static void settle(Future<Void> answer) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    answer.onComplete(ignored -> done.countDown());
    assertTrue(done.await(60, SECONDS), "no answer");
  }
}
