package io.spoor.collector.journal;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.model.ProcessTags;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * A process of its own with a journal on a disk that is too small, read-only or somebody else's.
 * Prints what came of it.
 */
public final class HostileDisk {
  private static final JournalOptions OPTIONS =
      new JournalOptions(64 << 20, 256 << 10, 1 << 20, 50_000);

  private HostileDisk() {}

  /** Scenario and directory. */
  public static void main(String... arguments) throws Exception {
    Path directory = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "open" -> open(directory);
      case "fill" -> fill(directory);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void open(Path directory) {
    try {
      journal(directory).close();
      System.out.println("opened");
    } catch (IOException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private static void fill(Path directory) throws Exception {
    SegmentedJournal journal = journal(directory);
    Set<Long> acknowledged = new HashSet<>();
    Optional<Throwable> failure = Optional.empty();
    long number = 0;
    while (failure.isEmpty() && number < 2_000) {
      Future<Void> answer = append(journal, ++number);
      failure = Optional.ofNullable(answer.cause());
      if (answer.succeeded()) {
        acknowledged.add(number);
      }
    }
    System.out.println("failure: " + failure.map(Object::toString).orElse("none"));
    // What is stored makes room again.
    for (int i = acknowledged.size() * 9 / 10; i > 0; i--) {
      Delivery delivery = journal.take(Duration.ofSeconds(10)).orElseThrow();
      acknowledged.remove(Records.number(delivery.received()));
      journal.release(delivery);
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Future<Void> again = append(journal, ++number);
    while (again.failed() && System.nanoTime() < deadline) {
      again = append(journal, ++number);
    }
    System.out.println("again: " + (again.succeeded() ? "acknowledged" : again.cause()));
    if (again.succeeded()) {
      acknowledged.add(number);
    }
    System.out.println("unwritable: " + journal.unwritable().orElse("no"));

    journal.close();
    SegmentedJournal after = journal(directory);
    Optional<Delivery> taken = after.take(Duration.ZERO);
    while (taken.isPresent()) {
      acknowledged.remove(Records.number(taken.get().received()));
      taken = after.take(Duration.ZERO);
    }
    System.out.println("lost: " + acknowledged.size());
  }

  private static Future<Void> append(SegmentedJournal journal, long number)
      throws InterruptedException {
    Future<Void> answer = journal.append(Records.record(number, 10_000));
    try {
      answer.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      return answer;
    }
    return answer;
  }

  private static SegmentedJournal journal(Path directory) throws IOException {
    return SegmentedJournal.open(directory, OPTIONS, ProcessTags.NONE, new SimpleMeterRegistry());
  }
}
