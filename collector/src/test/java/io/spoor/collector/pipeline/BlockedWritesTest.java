package io.spoor.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.journal.Journal;
import io.spoor.collector.journal.JournalOptions;
import io.spoor.collector.journal.SegmentedJournal;
import io.spoor.proto.model.ProcessTags;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store does not take now, for as long as it likes, and all others beside it. */
final class BlockedWritesTest {
  private static final Tenant BLOCKED = new Tenant("blocked");
  private static final int WRITES = 8;
  private static final PipelineOptions OPTIONS =
      new PipelineOptions(
          200, Duration.ofMillis(1), WRITES, 1 << 20, Duration.ofMillis(1), Duration.ofMillis(20));

  @TempDir Path directory;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FakeStore store = new FakeStore();
  private Journal journal;
  private Pipeline pipeline;

  @BeforeEach
  void open() throws IOException {
    // Hardly any memory: what is parked comes from disk.
    journal =
        SegmentedJournal.open(
            directory,
            new JournalOptions(8 << 20, 64 << 10, 1 << 20, 2000),
            ProcessTags.NONE,
            registry);
  }

  @AfterEach
  void close() throws InterruptedException {
    pipeline.close();
    journal.close();
  }

  @Test
  void othersGoOnBesideATenantThatStaysBlocked() throws Exception {
    store.behave(
        write ->
            write.tenant().equals(BLOCKED)
                ? Future.failedFuture(new StorageException(Kind.TRANSIENT, "index is read-only"))
                : Future.succeededFuture());
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      append(i % 4 == 3 ? Tenant.DEFAULT : BLOCKED, "s" + i);
      if (i % 4 == 3) {
        expected.add("s" + i);
      }
    }
    start(OPTIONS);
    await("all others to be stored", () -> store.stored().size() == 100);
    assertEquals(expected, new HashSet<>(store.stored()));
    await("the blocked ones to be parked", () -> journal.levels().parked() > 300 - 2 * WRITES);
    assertTrue(gauge("spoor.pipeline.bytes") < 50_000, "held: " + gauge("spoor.pipeline.bytes"));
    assertEquals(300, journal.levels().records(), "kept, whatever happens");

    store.behave(write -> Future.succeededFuture());
    await("the blocked ones to be stored", () -> journal.levels().records() == 0);
    assertEquals(400, new HashSet<>(store.stored()).size());
    assertEquals(400, store.stored().size(), "each once");
    assertEquals(0, journal.levels().parked());
  }

  @Test
  void aTenantBlockedForLongDoesNotFillASmallJournalForTheOthers() throws Exception {
    int burst = 27;
    int bursts = 80;
    Journal small =
        SegmentedJournal.open(
            directory.resolve("small"),
            new JournalOptions(1 << 20, 64 << 10, 1 << 20, 64 << 10),
            ProcessTags.NONE,
            new SimpleMeterRegistry());
    journal.close();
    journal = small;
    store.behave(
        write ->
            write.tenant().equals(BLOCKED)
                ? Future.failedFuture(new StorageException(Kind.TRANSIENT, "index is read-only"))
                : Future.succeededFuture());
    start(OPTIONS);
    String operation = " " + "o".repeat(2000);
    for (int round = 0; round < bursts; round++) {
      List<Future<Void>> answers = new ArrayList<>();
      answers.add(journal.append(LineCodec.received(BLOCKED, "b" + round + operation)));
      for (int i = 0; i < burst; i++) {
        answers.add(
            journal.append(LineCodec.received(Tenant.DEFAULT, "s" + round + "-" + i + operation)));
      }
      // None is refused, although 4 MB go through and some of each segment stays.
      Future.all(answers).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
      int expected = (round + 1) * burst;
      await("the others to be stored", () -> store.stored().size() == expected);
      int blocked = round + 1;
      await("the others to be released", () -> journal.levels().records() == blocked);
    }
    assertEquals(bursts, journal.levels().records(), "the blocked ones are kept");
    store.behave(write -> Future.succeededFuture());
    await("the blocked ones to be stored", () -> journal.levels().records() == 0);
    assertEquals(bursts * (burst + 1), new HashSet<>(store.stored()).size());
  }

  @Test
  void spansOfOneBlockedIndexDoNotHoldUpOthersOfTheirTenant() throws Exception {
    store.behave(
        write -> {
          BitSet good = new BitSet();
          for (int i = 0; i < write.services().size(); i++) {
            good.set(i, !write.services().get(i).startsWith("old"));
          }
          return good.cardinality() == write.services().size()
              ? Future.succeededFuture()
              : Future.failedFuture(
                  StorageException.partial(Kind.TRANSIENT, "read-only", good, new BitSet()));
        });
    for (int i = 0; i < 200; i++) {
      append(Tenant.DEFAULT, (i % 2 == 0 ? "old" : "new") + i);
    }
    start(OPTIONS);
    await("what is new to be released", () -> journal.levels().records() == 100);
    await("what is old to be parked", () -> journal.levels().parked() > 100 - 2 * WRITES);
    store.behave(write -> Future.succeededFuture());
    await("all to be stored", () -> journal.levels().records() == 0);
  }

  @Test
  void aStoreThatIsAwayIsAskedNowAndThenAndNotForEachRecord() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    store.behave(
        write -> {
          asked.incrementAndGet();
          return Future.failedFuture(new StorageException(Kind.TRANSIENT, "down"));
        });
    for (int i = 0; i < 2000; i++) {
      append(Tenant.DEFAULT, "s" + i);
    }
    PipelineOptions patient =
        new PipelineOptions(
            200, Duration.ZERO, WRITES, 1 << 20, Duration.ofMillis(50), Duration.ofSeconds(60));
    start(patient);
    await("the store to be asked a few times", () -> asked.get() > 12);
    assertTrue(asked.get() < 40, asked + " writes");
    assertTrue(journal.levels().parked() < 100, journal.levels().parked() + " parked");
    assertEquals(1, gauge("spoor.pipeline.concurrency.limit"));
    assertEquals(2000, journal.levels().records());
  }

  @Test
  void anAnswerThatNeverComesIsAFailure() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    store.behave(
        write -> calls.getAndIncrement() < 3 ? write.answer().future() : Future.succeededFuture());
    for (int i = 0; i < 5; i++) {
      append(Tenant.DEFAULT, "s" + i);
    }
    start(OPTIONS.withAnswerTimeout(Duration.ofMillis(50)));
    await("all to be stored", () -> journal.levels().records() == 0);
    List<FakeStore.Write> hung = List.of(store.next(), store.next(), store.next());
    hung.forEach(write -> write.answer().complete());
    assertTrue(pipeline.drain(Duration.ofSeconds(60)));
    assertEquals(0, gauge("spoor.pipeline.writes"));
    assertEquals(0, gauge("spoor.pipeline.bytes"));
  }

  @Test
  void drainsWhatItCanAndSaysThatSomeIsLeft() throws Exception {
    store.behave(
        write ->
            write.tenant().equals(BLOCKED)
                ? Future.failedFuture(new StorageException(Kind.TRANSIENT, "read-only"))
                : Future.succeededFuture());
    for (int i = 0; i < 50; i++) {
      append(i % 2 == 0 ? BLOCKED : Tenant.DEFAULT, "s" + i);
    }
    start(OPTIONS);
    await("others to be stored", () -> store.stored().size() == 25);
    assertFalse(pipeline.drain(Duration.ofSeconds(60)));
    assertEquals(25, journal.levels().records());
  }

  private void append(Tenant tenant, String line) throws Exception {
    journal
        .append(LineCodec.received(tenant, line))
        .toCompletionStage()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, () -> "waited in vain for " + what);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void start(PipelineOptions options) {
    pipeline =
        new Pipeline(
            journal,
            store,
            options,
            new Pipeline.Parts(
                format -> new LineCodec(),
                DeadLetters.none(),
                registry,
                "host",
                Clock.systemUTC(),
                new Random(1)));
    pipeline.start();
  }
}
