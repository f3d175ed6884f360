package io.spoor.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.journal.FaultyJournal;
import io.spoor.collector.journal.JournalOptions;
import io.spoor.collector.journal.SegmentedJournal;
import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A few lives of a journal and the pipeline behind it, with a disk that fails and a store that
 * refuses, hangs, fails in part, loses its answers or takes nothing of one tenant, each as it
 * likes; then a life in which all is well. What was acknowledged is stored by then, and what can
 * never be stored is set aside. All of it follows from the seed.
 */
final class StoreSchedule implements SpanWriter {
  private static final long MAX_BYTES = 40_000;
  private static final List<Tenant> TENANTS =
      List.of(Tenant.DEFAULT, new Tenant("a"), new Tenant("b"));

  private final Random random;
  private final FaultyJournal disk;
  private final Map<String, Future<Void>> answers = new HashMap<>();
  private final Set<String> appended = new HashSet<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> stored = new HashSet<>();
  private final Set<String> buried = new HashSet<>();
  private final List<Promise<Void>> hung = new ArrayList<>();
  private long number;
  private long nanos;
  // How the store is at present.
  private boolean well = true;
  private int mood;
  private Tenant blocked = TENANTS.get(0);
  private SimpleMeterRegistry registry = new SimpleMeterRegistry();

  StoreSchedule(long seed) {
    random = new Random(seed);
    disk = new FaultyJournal(random);
  }

  /** Returns how many records were acknowledged. */
  int run() throws InterruptedException {
    for (int lives = 1 + random.nextInt(4); lives > 0; lives--) {
      disk.trouble();
      try {
        SegmentedJournal journal = open();
        live(journal, pipeline(journal), 100 + random.nextInt(600));
      } catch (IOException e) {
        // The disk is not well enough to begin.
      } catch (Error e) {
        if (!FaultyJournal.isPowerFailure(e)) {
          throw e;
        }
      }
      collectAnswers();
      hung.clear();
      disk.restart();
    }
    lastLife();
    return acknowledged.size();
  }

  private void live(SegmentedJournal journal, Pipeline pipeline, int steps)
      throws InterruptedException {
    well = false;
    Gauge bytes = registry.get("spoor.pipeline.bytes").gauge();
    for (int i = 0; i < steps; i++) {
      pass(random.nextInt(100) == 0 ? 3_000_000_000L : random.nextInt(20_000_000));
      if (random.nextInt(40) == 0) {
        mood = random.nextInt(7);
        blocked = TENANTS.get(random.nextInt(TENANTS.size()));
      }
      switch (random.nextInt(8)) {
        case 0, 1 -> append(journal);
        case 2 -> FaultyJournal.step(journal);
        case 3 -> answerSome();
        default -> pipeline.turn(false);
      }
      assertTrue(bytes.value() <= MAX_BYTES + 20_000, "held: " + bytes.value());
    }
  }

  /** The disk is well from the start, the store after a while. */
  private void lastLife() throws InterruptedException {
    SegmentedJournal journal;
    try {
      journal = open();
    } catch (IOException e) {
      throw new AssertionError("a healthy disk, and the journal does not open", e);
    }
    Pipeline pipeline = pipeline(journal);
    live(journal, pipeline, random.nextInt(400));
    well = true;
    for (int i = 0; i < 20_000 && (i < 100 || journal.levels().records() > 0); i++) {
      pass(5_000_000);
      FaultyJournal.step(journal);
      pipeline.turn(false);
    }
    collectAnswers();
    assertEquals(
        0,
        journal.levels().records(),
        () ->
            "records that nobody stores: "
                + journal.levels()
                + ", writes "
                + registry.get("spoor.pipeline.writes").gauge().value()
                + ", bytes "
                + registry.get("spoor.pipeline.bytes").gauge().value());
    assertEquals(0, registry.get("spoor.pipeline.bytes").gauge().value());
    for (String name : acknowledged) {
      assertTrue(
          stored.contains(name) || buried.contains(name), name + " was acknowledged and is lost");
    }
    assertTrue(appended.containsAll(stored), "nothing is stored that nobody sent");
    assertTrue(buried.stream().allMatch(name -> name.startsWith("poison")), buried.toString());
    journal.close();
  }

  private void append(SegmentedJournal journal) {
    String name = (random.nextInt(40) == 0 ? "poison" : "r") + ++number;
    appended.add(name);
    Tenant tenant = TENANTS.get(random.nextInt(TENANTS.size()));
    answers.put(
        name,
        journal.append(LineCodec.received(tenant, name + " " + "o".repeat(random.nextInt(300)))));
  }

  @Override
  public Future<Void> write(Tenant tenant, SpanBatch batch) {
    List<String> names = FakeStore.services(batch);
    BitSet poison = new BitSet();
    for (int i = 0; i < names.size(); i++) {
      poison.set(i, names.get(i).startsWith("poison"));
    }
    int way = well ? 0 : mood == 6 ? random.nextInt(6) : mood;
    if (!well && tenant.equals(blocked) && random.nextInt(3) > 0) {
      way = 1;
    }
    return switch (way) {
      // Away, or busy.
      case 1 -> Future.failedFuture(new StorageException(Kind.TRANSIENT, "busy"));
      // Takes it, and says nothing, or something wrong.
      case 2 -> {
        stored.addAll(names);
        yield hang();
      }
      case 3 -> {
        stored.addAll(names);
        yield Future.failedFuture(new IllegalStateException("connection reset"));
      }
      // Takes some.
      case 4 -> {
        BitSet some = new BitSet();
        for (int i = 0; i < names.size(); i++) {
          if (!poison.get(i) && random.nextBoolean()) {
            some.set(i);
            stored.add(names.get(i));
          }
        }
        yield Future.failedFuture(
            StorageException.partial(Kind.TRANSIENT, "busy", some, new BitSet()));
      }
      // Takes nothing, and says nothing.
      case 5 -> hang();
      default -> {
        if (poison.isEmpty()) {
          stored.addAll(names);
          yield Future.succeededFuture();
        }
        yield Future.failedFuture(new StorageException(Kind.PERMANENT, "cannot be stored"));
      }
    };
  }

  private Future<Void> hang() {
    Promise<Void> answer = Promise.promise();
    hung.add(answer);
    return answer.future();
  }

  /** What hangs may fail at last. It never succeeds: nobody knows whether it was stored. */
  private void answerSome() {
    if (!hung.isEmpty()) {
      hung.remove(random.nextInt(hung.size()))
          .tryFail(new StorageException(Kind.TRANSIENT, "timeout"));
    }
  }

  private void pass(long passed) {
    nanos += passed;
    disk.pass(passed);
  }

  private SegmentedJournal open() throws IOException {
    registry = new SimpleMeterRegistry();
    long memory = new long[] {0, 2_000, 1 << 20}[random.nextInt(3)];
    return disk.open(new JournalOptions(512 << 10, 16 << 10, 100_000, memory), registry);
  }

  private Pipeline pipeline(SegmentedJournal journal) {
    PipelineOptions options =
        new PipelineOptions(
            2_000,
            Duration.ofMillis(20),
            4 + random.nextInt(8),
            MAX_BYTES,
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            random.nextBoolean(),
            Duration.ofSeconds(5));
    return new Pipeline(
        journal,
        this,
        options,
        new Pipeline.Parts(
            format -> new LineCodec(),
            (delivery, reason) -> {
              if (!well && random.nextInt(3) == 0) {
                throw new IOException("No space left on device");
              }
              String line =
                  new String(delivery.received().body(), java.nio.charset.StandardCharsets.UTF_8);
              buried.add(line.substring(0, line.indexOf(' ')));
            },
            registry,
            "host",
            Clock.systemUTC(),
            () -> nanos,
            random));
  }

  private void collectAnswers() {
    answers.forEach(
        (name, answer) -> {
          if (answer.succeeded()) {
            acknowledged.add(name);
          }
        });
    answers.clear();
  }
}
