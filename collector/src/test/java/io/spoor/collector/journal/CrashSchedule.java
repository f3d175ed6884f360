package io.spoor.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.Received;
import io.spoor.collector.journal.FaultyFiles.PowerFailure;
import io.spoor.proto.model.ProcessTags;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A few lives of one journal, each ended by a power failure somewhere, and what must hold after the
 * last: what was acknowledged and not released is delivered, unchanged and once, and nothing that
 * was never appended. In between records are parked and taken again, segments are sealed and found
 * again by their footers, and the wall clock jumps. All of it follows from the seed.
 */
final class CrashSchedule {
  private static final ProcessTags TAGS = ProcessTags.of(Map.of("zone", "a"));

  private final Random random;
  private final FaultyFiles files;
  private final Map<Long, Received> appended = new HashMap<>();
  private final Map<Long, Future<Void>> answers = new HashMap<>();
  private final TreeSet<Long> acknowledged = new TreeSet<>();
  private final Set<Long> released = new HashSet<>();
  private double reclaimed;
  private SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long nextNumber;
  private long nanos;
  private long millis;
  // Of this life.
  private final List<Delivery> held = new ArrayList<>();
  private final Set<Long> delivered = new HashSet<>();
  private final Set<Long> parked = new HashSet<>();
  private final Set<Long> sequences = new HashSet<>();

  CrashSchedule(long seed) {
    random = new Random(seed);
    files = new FaultyFiles(random);
  }

  /** Bytes given back by making segments smaller. */
  double reclaimed() {
    return reclaimed;
  }

  /** Returns how many records were acknowledged. */
  int run() throws InterruptedException {
    int lives = 1 + random.nextInt(5);
    for (int life = 0; life < lives; life++) {
      files.failPowerAfter(random.nextInt(random.nextBoolean() ? 30 : 400));
      boolean faulty = random.nextInt(3) == 0;
      files.failSome(faulty ? 0.05 : 0, faulty ? 0.1 : 0);
      if (random.nextInt(4) == 0) {
        files.limitBytes(files.bytes() + random.nextInt(60_000));
      }
      try {
        live(20 + random.nextInt(400), random.nextBoolean());
      } catch (PowerFailure | IOException e) {
        // What was answered before counts.
      }
      collectAnswers();
      noteReclaimed();
      files.restart();
    }
    lastLife();
    noteReclaimed();
    return acknowledged.size();
  }

  private void noteReclaimed() {
    Counter counter = registry.find("spoor.journal.reclaimed.bytes").counter();
    reclaimed += counter == null ? 0 : counter.count();
  }

  private void live(int steps, boolean closes) throws IOException, InterruptedException {
    SegmentedJournal journal = open();
    for (int i = 0; i < steps; i++) {
      act(journal);
    }
    if (closes) {
      journal.close();
    }
  }

  private void act(SegmentedJournal journal) throws InterruptedException {
    nanos += random.nextInt(200_000_000);
    if (random.nextInt(100) == 0) {
      // What is parked is old by now.
      nanos += Duration.ofMinutes(2).toNanos();
    }
    if (random.nextInt(50) == 0) {
      // Somebody makes room, or takes it.
      files.limitBytes(random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(200_000));
    }
    if (random.nextInt(20) == 0) {
      millis = random.nextBoolean() ? random.nextLong() : random.nextLong(4_000_000_000_000L);
    }
    switch (random.nextInt(14)) {
      case 0, 1, 2, 3, 4 -> append(journal);
      case 5, 6 -> journal.step();
      case 7, 8, 9 -> take(journal);
      case 10 -> park(journal);
      case 11 -> takeParked(journal);
      default -> release(journal);
    }
  }

  private void append(SegmentedJournal journal) {
    int size = random.nextInt(8) == 0 ? 20_000 : 700;
    Received received = Records.random(++nextNumber, size, random);
    appended.put(nextNumber, received);
    answers.put(nextNumber, journal.append(received));
  }

  private boolean take(SegmentedJournal journal) throws InterruptedException {
    Optional<Delivery> taken = journal.take(Duration.ZERO);
    taken.ifPresent(this::check);
    taken.ifPresent(
        delivery -> {
          assertTrue(
              sequences.add(delivery.sequence()), () -> delivery.sequence() + " delivered twice");
          assertTrue(delivered.add(Records.number(delivery.received())));
        });
    return taken.isPresent();
  }

  private void park(SegmentedJournal journal) {
    if (!held.isEmpty()) {
      Delivery delivery = held.remove(random.nextInt(held.size()));
      parked.add(delivery.sequence());
      journal.park(delivery);
      assertEquals(parked.size(), journal.levels().parked());
    }
  }

  private boolean takeParked(SegmentedJournal journal) {
    Optional<Delivery> taken = journal.takeParked();
    assertEquals(!parked.isEmpty(), taken.isPresent());
    taken.ifPresent(this::check);
    taken.ifPresent(
        delivery -> assertTrue(parked.remove(delivery.sequence()), "it was not parked"));
    return taken.isPresent();
  }

  private void check(Delivery delivery) {
    long number = Records.number(delivery.received());
    assertNotNull(appended.get(number), "a record nobody appended: " + number);
    Records.assertSame(appended.get(number), delivery.received());
    assertEquals(TAGS.asMap(), delivery.collectorTags().asMap());
    held.add(delivery);
  }

  private void release(SegmentedJournal journal) {
    if (!held.isEmpty()) {
      Delivery delivery = held.remove(random.nextInt(held.size()));
      released.add(Records.number(delivery.received()));
      journal.release(delivery);
    }
  }

  private void lastLife() throws InterruptedException {
    SegmentedJournal journal;
    try {
      journal = open();
    } catch (IOException e) {
      throw new AssertionError("a healthy disk, and the journal does not open", e);
    }
    assertTrue(
        files.list().stream().noneMatch(name -> name.endsWith(".bad")),
        "power failures damage no header");
    for (int i = random.nextInt(20); i > 0; i--) {
      append(journal);
    }
    journal.step();
    collectAnswers();
    while (take(journal)) {
      if (random.nextInt(5) == 0) {
        park(journal);
      }
    }
    while (takeParked(journal)) {
      // All of it.
    }
    for (long number : acknowledged) {
      assertTrue(
          delivered.contains(number) || released.contains(number),
          number + " was acknowledged and is lost");
    }
    while (!held.isEmpty()) {
      release(journal);
    }
    journal.step();
    nanos += Duration.ofSeconds(2).toNanos();
    journal.close();
    reopenEmpty();
  }

  private void reopenEmpty() throws InterruptedException {
    try {
      assertTrue(open().take(Duration.ZERO).isEmpty(), "all was released, and noted at the close");
    } catch (IOException e) {
      throw new AssertionError("a healthy disk, and the journal does not open", e);
    }
  }

  private SegmentedJournal open() throws IOException {
    held.clear();
    delivered.clear();
    parked.clear();
    sequences.clear();
    long memory = new long[] {0, 5_000, 1 << 20}[random.nextInt(3)];
    long room = new long[] {80 << 10, 160 << 10, 512 << 10}[random.nextInt(3)];
    JournalOptions options = new JournalOptions(room, 16 << 10, 100_000, memory);
    registry = new SimpleMeterRegistry();
    return SegmentedJournal.open(
        files,
        options,
        TAGS,
        registry,
        new Clocks(() -> nanos, () -> Instant.ofEpochMilli(millis)),
        random);
  }

  private void collectAnswers() {
    answers.forEach(
        (number, answer) -> {
          if (answer.succeeded()) {
            acknowledged.add(number);
          }
        });
    answers.clear();
  }
}
