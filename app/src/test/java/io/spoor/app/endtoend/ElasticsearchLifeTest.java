package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.endtoend.SpoorProcess.Ended;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indices behind aliases roll over, leave and are deleted while spans come in. */
@Tag("elasticsearch")
final class ElasticsearchLifeTest {
  private static final String CONDITIONS = "{\"max_docs\": 500}";
  private static final int ROUNDS = Integer.getInteger("spoor.test.rollover.rounds", 3);

  @TempDir Path directory;

  @Test
  void losesNothingWithoutAliasesNorWhenTheyRollOver() throws Exception {
    String prefix = "life";
    try (SpoorProcess spoor =
        SpoorProcess.start(
            directory,
            "--span-storage.type=elasticsearch",
            "--es.server-urls=" + ServerOfTests.get().uri(),
            "--es.index-prefix=" + prefix,
            "--es.use-aliases")) {
      // Nobody has run init.
      AcknowledgedLoad first = load(spoor, 31, "--rate=0", "--traces=40");
      first.awaitEnd();
      spoor.await("a hint in the log", () -> spoor.log().contains("(run es-rollover init)"));
      assertTrue(journaled(spoor) > 0, "what was not stored is not in the journal");
      assertEquals(List.of(), ServerOfTests.indices(prefix + "-*"));

      assertOk(rollover(prefix, "init", "--shards=1"));
      stored(spoor, prefix);
      first.assertFoundBy(spoor);

      try (AcknowledgedLoad second = load(spoor, 32, "--rate=400", "--duration=10m")) {
        int rounds = 0;
        for (; rounds < ROUNDS; rounds++) {
          int size = names(prefix, "span").size();
          int documents = documents(prefix);
          spoor.await("spans in the new index", () -> documents(prefix) > documents + 600);
          assertOk(rollover(prefix, "rollover", "--conditions=" + CONDITIONS));
          assertEquals(size + 1, names(prefix, "span").size(), "indices after a rollover");
          assertOk(rollover(prefix, "lookback", "--unit=hours", "--unit-count=1"));
          // Not 1: it would be yesterday's if midnight came between.
          assertOk(clean(prefix, "2"));
        }
        second.stop();
        stored(spoor, prefix);
        first.assertFoundBy(spoor);
        second.assertFoundBy(spoor);
      }

      String last = prefix + "-jaeger-span-" + String.format("%06d", ROUNDS + 1);
      try (AcknowledgedLoad third = load(spoor, 33, "--rate=400", "--duration=10m")) {
        assertOk(rollover(prefix, "lookback", "--unit=seconds", "--unit-count=0"));
        assertEquals(List.of(last), holding(prefix + "-jaeger-span-read"));
        assertOk(clean(prefix, "0"));
        int before = documents(prefix);
        spoor.await("spans in the last index", () -> documents(prefix) > before + 600);
        third.stop();
        stored(spoor, prefix);
        third.assertFoundBy(spoor);
      }
      assertEquals(List.of(last), names(prefix, "span"));
      assertEquals(List.of(last), holding(prefix + "-jaeger-span-write"));
      assertEquals(1, names(prefix, "service").size());
    }
  }

  @Test
  void oneOfTwoCollectorsLooksAfterTheIndices() throws Exception {
    String prefix = "care";
    String[] flags = {
      "--es.server-urls=" + ServerOfTests.get().uri(),
      "--es.index-prefix=" + prefix,
      "--es.num-shards=1",
      "--es.use-aliases",
      "--es.maintenance",
      "--es.maintenance.interval=5s",
      "--es.maintenance.conditions=" + CONDITIONS
    };
    Path one = Files.createDirectory(directory.resolve("one"));
    Path two = Files.createDirectory(directory.resolve("two"));
    try (SpoorProcess first = SpoorProcess.startCollector(one, flags);
        SpoorProcess second = SpoorProcess.startCollector(two, flags);
        AcknowledgedLoad load =
            AcknowledgedLoad.start(one, first, 34, "--rate=600", "--duration=10m");
        AcknowledgedLoad other =
            AcknowledgedLoad.start(two, second, 35, "--rate=300", "--duration=10m")) {
      first.await("one to look after the indices", () -> leads(first) + leads(second) == 1);
      first.await(
          "a second rollover",
          () -> {
            ServerOfTests.refresh(prefix);
            return names(prefix, "span").size() >= 3;
          });
      first.await("one to look after them still", () -> leads(first) + leads(second) == 1);
      SpoorProcess idle = leads(first) == 1 ? second : first;
      assertEquals(
          0, idle.metric("spoor_elasticsearch_maintenance_rollovers_total"), "both did it");
      load.stop();
      other.stop();
      first.await("the journals to be stored", () -> journaled(first) + journaled(second) == 0);
      ServerOfTests.refresh(prefix);
      try (SpoorProcess query =
          SpoorProcess.startQuery(directory, flags[0], flags[1], "--es.use-aliases")) {
        load.assertFoundBy(query);
        other.assertFoundBy(query);
      }
      assertEquals(1, holding(prefix + "-jaeger-span-write").size());
    }
  }

  private AcknowledgedLoad load(SpoorProcess spoor, int seed, String... flags) throws Exception {
    return AcknowledgedLoad.start(directory, spoor, seed, flags);
  }

  private static double leads(SpoorProcess collector) {
    return collector.metric("spoor_elasticsearch_maintenance_leader");
  }

  private static double journaled(SpoorProcess collector) {
    return collector.metric("spoor_journal_records");
  }

  private static void stored(SpoorProcess spoor, String prefix) {
    spoor.await("the journal to be stored", () -> journaled(spoor) == 0);
    ServerOfTests.refresh(prefix);
  }

  private Ended rollover(String prefix, String command, String... flags) throws Exception {
    return tool("es-rollover", prefix, command, flags);
  }

  private Ended clean(String prefix, String days) throws Exception {
    return tool("es-index-cleaner", prefix, days, "--rollover");
  }

  private Ended tool(String role, String prefix, String argument, String... flags)
      throws Exception {
    String[] all = new String[flags.length + 3];
    all[0] = argument;
    all[1] = ServerOfTests.get().uri().toString();
    all[2] = "--index-prefix=" + prefix;
    System.arraycopy(flags, 0, all, 3, flags.length);
    return SpoorProcess.run(directory, role, all);
  }

  private static void assertOk(Ended ended) {
    assertEquals(0, ended.code(), ended.output());
  }

  private static List<String> names(String prefix, String set) {
    return ServerOfTests.indices(prefix + "-jaeger-" + set + "-*");
  }

  /** Of the index that is written to. */
  private static int documents(String prefix) {
    ServerOfTests.refresh(prefix);
    return ServerOfTests.get()
        .get("/" + prefix + "-jaeger-span-*/_count")
        .expect(200)
        .json()
        .getInteger("count");
  }

  /** The indices that hold an alias. */
  private static List<String> holding(String alias) {
    JsonObject indices = ServerOfTests.get().get("/_alias/" + alias).expect(200).json();
    return List.copyOf(new TreeSet<>(indices.fieldNames()));
  }
}
