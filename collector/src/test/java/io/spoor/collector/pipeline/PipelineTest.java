package io.spoor.collector.pipeline;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.journal.Journal;
import io.spoor.collector.journal.JournalOptions;
import io.spoor.collector.journal.MemoryJournal;
import io.spoor.collector.journal.SegmentedJournal;
import io.spoor.proto.model.ProcessTags;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PipelineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final PipelineOptions OPTIONS =
      new PipelineOptions(
          10_000, Duration.ofSeconds(60), 2, 1 << 20, Duration.ofMillis(1), Duration.ofMillis(5));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FakeStore store = new FakeStore();
  private final List<String> buried = Collections.synchronizedList(new ArrayList<>());
  private final List<Pipeline> started = new ArrayList<>();
  private Journal journal = new MemoryJournal(1 << 20, ProcessTags.NONE, registry);

  @AfterEach
  void stop() throws InterruptedException {
    for (Pipeline pipeline : started) {
      pipeline.close();
    }
    journal.close();
  }

  @Test
  void storesAndReleasesWhatWasReceived() throws Exception {
    append("one", "two", "three");
    assertTrue(start(OPTIONS).drain(PATIENCE));
    assertEquals(List.of("one", "two", "three"), store.stored());
    assertEquals(0, waiting());
  }

  @Test
  void writesAtOnceWhenNothingIsUnderWay() throws Exception {
    start(OPTIONS);
    append("one");
    assertEquals(List.of("one"), store.next().services());
    append("two");
    assertEquals(List.of("two"), store.next().services());
  }

  @Test
  void mergesRecordsWhileAWriteIsUnderWay() throws Exception {
    store.behave(write -> write.answer().future());
    start(OPTIONS);
    append("one");
    FakeStore.Write first = store.next();
    append("two", "three", "four");
    first.answer().complete();
    List<String> merged = new ArrayList<>();
    int writes = 0;
    while (merged.size() < 3) {
      FakeStore.Write next = store.next();
      merged.addAll(next.services());
      next.answer().complete();
      writes++;
    }
    assertEquals(List.of("two", "three", "four"), merged);
    assertTrue(writes < 3, writes + " writes");
  }

  @Test
  void mergesUpToTheBoundInBytes() throws Exception {
    store.behave(write -> write.answer().future());
    start(OPTIONS);
    append("first");
    FakeStore.Write first = store.next();
    for (int i = 0; i < 300; i++) {
      append("service-" + i);
    }
    // The first write is still under way: this one goes because it is large enough.
    FakeStore.Write second = store.next();
    assertTrue(second.services().size() > 50 && second.services().size() < 300);
    first.answer().complete();
    second.answer().complete();
  }

  @Test
  void keepsTenantsApart() throws Exception {
    for (int i = 0; i < 20; i++) {
      String name = "t" + i % 2;
      journal.append(LineCodec.received(new Tenant(name), name));
    }
    assertTrue(start(OPTIONS).drain(PATIENCE));
    while (!store.isIdle()) {
      FakeStore.Write write = store.next();
      assertTrue(write.services().stream().allMatch(write.tenant().id()::equals), write.toString());
    }
    assertEquals(20, store.stored().size());
  }

  @Test
  void keepsNoMoreWritesUnderWayThanAllowed() throws Exception {
    store.behave(write -> write.answer().future());
    PipelineOptions eager =
        new PipelineOptions(1, Duration.ZERO, 2, 1 << 20, Duration.ZERO, Duration.ZERO);
    start(eager);
    append("one", "two", "three");
    FakeStore.Write first = store.next();
    FakeStore.Write second = store.next();
    assertTrue(store.isIdle());
    assertEquals(3, waiting());
    second.answer().complete();
    FakeStore.Write third = store.next();
    assertEquals(List.of("three"), third.services());
    first.answer().complete();
    third.answer().complete();
  }

  @Test
  void triesAgainUntilTheStoreTakesIt() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    store.behave(
        write ->
            switch (calls.getAndIncrement()) {
              case 0 -> Future.failedFuture(new StorageException(transientKind(), "busy"));
              case 1 -> Future.failedFuture(new IllegalStateException("who knows"));
              case 2 -> throw new IllegalStateException("thrown");
              default -> {
                assertEquals(1, waiting(), "not released before it is stored");
                yield Future.succeededFuture();
              }
            });
    append("one");
    assertTrue(start(OPTIONS).drain(PATIENCE));
    assertEquals(List.of("one"), store.stored());
    assertEquals(0, waiting());
    assertEquals(3, registry.get("spoor.pipeline.retries").counter().count());
    assertEquals(List.of(), buried);
  }

  @Test
  void findsTheRecordThatTheStoreRefuses() throws Exception {
    store.behave(
        write ->
            write.services().contains("poison")
                ? Future.failedFuture(new StorageException(permanentKind(), "mapping conflict"))
                : Future.succeededFuture());
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      append(i == 20 ? "poison" : "good-" + i);
      if (i != 20) {
        expected.add("good-" + i);
      }
    }
    assertTrue(start(OPTIONS).drain(PATIENCE));
    List<String> stored = new ArrayList<>(store.stored());
    Collections.sort(stored);
    Collections.sort(expected);
    assertEquals(expected, stored, "all others are stored, once");
    assertEquals(List.of("poison: the store refuses it: mapping conflict"), buried);
    assertEquals(0, waiting());
    assertEquals(
        1, counter("jaeger.collector.spans.saved.by.svc", "svc", "poison", "result", "err"));
  }

  @Test
  void writesOnlyWhatIsNotStoredWhenItTriesAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    store.behave(
        write ->
            calls.getAndIncrement() == 0
                ? Future.failedFuture(
                    StorageException.partial(transientKind(), "busy", bits(0b01011), new BitSet()))
                : Future.succeededFuture());
    append("a", "b\nc\nd", "e");
    assertTrue(start(OPTIONS).drain(PATIENCE));
    assertEquals(List.of("a", "b", "c", "d", "e"), store.next().services());
    assertEquals(List.of("c", "e"), store.next().services());
    assertTrue(store.isIdle());
    assertEquals(0, waiting());
    assertEquals(List.of(), buried);
    for (String service : List.of("a", "b", "c", "d", "e")) {
      assertEquals(
          1, counter("jaeger.collector.spans.saved.by.svc", "svc", service, "result", "ok"));
    }
  }

  @Test
  void setsAsideAtOnceTheRecordsWhoseSpansTheStoreNames() throws Exception {
    store.behave(
        write ->
            Future.failedFuture(
                StorageException.partial(permanentKind(), "no", bits(0b10101), bits(0b01010))));
    append("a", "b\nc\nd", "e");
    assertTrue(start(OPTIONS).drain(PATIENCE));
    assertEquals(List.of("b\nc\nd: the store refuses it: no"), buried);
    store.next();
    assertTrue(store.isIdle(), "nothing is written again");
    assertEquals(0, waiting());
    assertEquals(1, counter("jaeger.collector.spans.saved.by.svc", "svc", "c", "result", "ok"));
    assertEquals(1, counter("jaeger.collector.spans.saved.by.svc", "svc", "d", "result", "err"));
  }

  @Test
  void setsAsideWhatCannotBeDecoded() throws Exception {
    append("one", "bad", "two", "three\nbug", "four");
    assertTrue(start(OPTIONS).drain(PATIENCE));
    List<String> stored = new ArrayList<>(store.stored());
    Collections.sort(stored);
    assertEquals(List.of("four", "one", "two"), stored);
    assertEquals(2, buried.size());
    assertTrue(buried.get(0).startsWith("bad: cannot be decoded"), buried.get(0));
    assertEquals(0, waiting());
    assertEquals(2, registry.get("spoor.pipeline.dead.letters").counter().count());
  }

  @Test
  void holdsADeadLetterUntilItIsKept() throws Exception {
    AtomicInteger refusals = new AtomicInteger(3);
    DeadLetters reluctant =
        (delivery, reason) -> {
          if (refusals.getAndDecrement() > 0) {
            throw new IOException("No space left on device");
          }
          buried.add(reason);
        };
    append("bad", "one");
    assertTrue(start(OPTIONS, reluctant).drain(PATIENCE));
    assertEquals(1, buried.size());
    assertEquals(0, waiting());
  }

  @Test
  void leavesInTheJournalWhatTheStoreDoesNotTake(@TempDir Path directory) throws Exception {
    journal.close();
    journal = openDisk(directory);
    store.behave(write -> Future.failedFuture(new StorageException(transientKind(), "down")));
    List<Future<Void>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(journal.append(LineCodec.received("s" + i)));
    }
    Future.all(answers).toCompletionStage().toCompletableFuture().get(10, SECONDS);
    Pipeline failing = start(OPTIONS);
    assertFalse(failing.drain(Duration.ofMillis(100)));
    failing.close();
    journal.close();

    journal = openDisk(directory);
    store.behave(write -> Future.succeededFuture());
    assertTrue(start(OPTIONS).drain(PATIENCE));
    assertEquals(20, store.stored().size());
    assertEquals(20, store.stored().stream().distinct().count());
  }

  @Test
  void countsAsJaegerDoes() throws Exception {
    append(
        "Shop/Front op 3 root const\nShop/Front op 1 child\nShop/Front op 1 root",
        "Shop/Front op 2 root probabilistic");
    assertTrue(start(OPTIONS).drain(PATIENCE));
    String service = "shop_front";
    assertEquals(2, counter("jaeger.collector.spans.received", "svc", service, "debug", "true"));
    assertEquals(
        2,
        counter(
            "jaeger.collector.spans.received",
            "svc",
            service,
            "debug",
            "false",
            "format",
            "proto",
            "transport",
            "grpc"));
    assertEquals(
        1,
        counter(
            "jaeger.collector.traces.received",
            "svc",
            service,
            "debug",
            "true",
            "sampler_type",
            "const"));
    assertEquals(
        1,
        counter(
            "jaeger.collector.traces.received",
            "svc",
            service,
            "debug",
            "false",
            "sampler_type",
            "unrecognized"));
    assertEquals(
        1,
        counter(
            "jaeger.collector.traces.saved.by.svc",
            "svc",
            service,
            "result",
            "ok",
            "sampler_type",
            "probabilistic"));
    assertEquals(
        2,
        counter(
            "jaeger.collector.spans.saved.by.svc",
            "svc",
            service,
            "debug",
            "false",
            "result",
            "ok"));
    assertEquals(
        0,
        counter(
            "jaeger.collector.spans.received",
            "svc",
            "other-services",
            "debug",
            "false",
            "format",
            "zipkin",
            "transport",
            "http"));
    assertEquals(2, registry.get("jaeger.collector.in.queue.latency").timer().count());
    assertEquals(4, registry.get("jaeger.collector.in.queue.latency").timer().mean(SECONDS), 1e-9);
    assertEquals(0, registry.get("jaeger.collector.queue.length").gauge().value());
  }

  private static BitSet bits(long bits) {
    return BitSet.valueOf(new long[] {bits});
  }

  private static StorageException.Kind transientKind() {
    return StorageException.Kind.TRANSIENT;
  }

  private static StorageException.Kind permanentKind() {
    return StorageException.Kind.PERMANENT;
  }

  private void append(String... records) {
    for (String record : records) {
      journal.append(LineCodec.received(record));
    }
  }

  private double waiting() {
    return registry.get("spoor.journal.records").gauge().value();
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  private static Journal openDisk(Path directory) throws IOException {
    return SegmentedJournal.open(
        directory, JournalOptions.DEFAULTS, ProcessTags.NONE, new SimpleMeterRegistry());
  }

  private Pipeline start(PipelineOptions options) {
    return start(
        options,
        (delivery, reason) ->
            buried.add(
                new String(delivery.received().body(), java.nio.charset.StandardCharsets.UTF_8)
                    + ": "
                    + reason));
  }

  private Pipeline start(PipelineOptions options, DeadLetters deadLetters) {
    Pipeline pipeline =
        new Pipeline(
            journal,
            store,
            options,
            new Pipeline.Parts(
                format -> new LineCodec(),
                deadLetters,
                registry,
                "host",
                Clock.fixed(Instant.ofEpochMilli(5000), ZoneOffset.UTC),
                new Random(1)));
    started.add(pipeline);
    pipeline.start();
    return pipeline;
  }
}
