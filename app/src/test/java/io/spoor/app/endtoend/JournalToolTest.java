package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.endtoend.SpoorProcess.Ended;
import io.spoor.app.endtoend.SpoorProcess.Port;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans of a collector whose store never came, brought to another one by hand. */
final class JournalToolTest {
  @TempDir Path directory;

  @Test
  void bringsWhatWasAcknowledgedToAnotherSpoorAlsoOutOfADamagedSegment() throws Exception {
    Path first = Files.createDirectory(directory.resolve("first"));
    String journal = first.resolve("journal").toString();
    AcknowledgedLoad load;
    try (SpoorProcess collector =
        SpoorProcess.startCollector(first, "--es.server-urls=http://127.0.0.1:1")) {
      load = AcknowledgedLoad.start(first, collector, 4712, "--rate=2000", "--traces=60");
      load.awaitEnd();

      Ended refused = run("inspect", journal);
      assertEquals(1, refused.code());
      assertTrue(refused.output().contains("in use by another process"), refused.output());
      assertTrue(refused.output().contains("--read-only"), refused.output());
      JsonObject live = json(run("inspect", journal, "--read-only", "--json"));
      assertTrue(live.getLong("waiting") >= 30, live::encode);
      assertEquals(
          live.getLong("waiting").doubleValue(), collector.metric("spoor_journal_records"));
      assertTrue(collector.metric("spoor_journal_oldest_seconds") > 0);
      collector.kill();
    }
    Path exported = directory.resolve("exported.ndjson");
    Ended all = run("export", journal, "--output=" + exported);
    assertEquals(0, all.code(), all.output());
    assertTrue(run("inspect", journal).output().contains("Formats: {OTLP_PROTO="));

    // A header gone bad: a start would set it aside, and so do we.
    Path segment;
    try (Stream<Path> files = Files.list(Path.of(journal))) {
      segment =
          files
              .filter(file -> file.getFileName().toString().startsWith("segment-"))
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[20] ^= 1;
    Files.write(segment, bytes);
    Files.move(segment, segment.resolveSibling(segment.getFileName() + ".bad"));
    JsonObject damaged = json(run("inspect", journal, "--json"));
    assertFalse(damaged.getBoolean("sound"));
    Path batches = directory.resolve("batches.bin");
    Ended salvaged = run("export", journal, "--form=jaeger", "--tenant=", "--output=" + batches);
    assertEquals(0, salvaged.code(), "no record of it is damaged");
    assertTrue(salvaged.output().contains(".bad: 0 records damaged"), salvaged.output());
    assertEquals(0x0a, Files.readAllBytes(batches)[0]);
    assertEquals(Files.readAllLines(exported).size(), damaged.getLong("records"), damaged::encode);
    assertTrue(run("export", journal, "--tenant=nobody").output().contains("Exported 0 records"));

    Path second = Files.createDirectory(directory.resolve("second"));
    try (SpoorProcess spoor = SpoorProcess.start(second)) {
      String endpoint = "--endpoint=127.0.0.1:" + spoor.port(Port.JAEGER_GRPC);
      Ended replayed = run("replay", journal, endpoint);
      assertTrue(
          replayed
              .output()
              .contains("Replayed " + Files.readAllLines(exported).size() + " records"),
          replayed.output());
      Ended again = run("replay", exported.toString(), endpoint);
      assertEquals(0, again.code(), again.output());
      spoor.await("the journal to be stored", () -> spoor.metric("spoor_journal_records") == 0);
      load.assertFoundBy(spoor);
    }
  }

  @Test
  void namesTheFlagsThatDoNotGoTogether() throws Exception {
    Ended ended =
        SpoorProcess.run(
            directory,
            "all-in-one",
            "--journal.max-bytes=16MiB",
            "--journal.memory-max-bytes=1MiB",
            "--receiver.max-body-bytes=16MiB");
    assertEquals(1, ended.code());
    List<String> complaints = ended.plainLines();
    assertEquals(2, complaints.size(), ended.output());
    for (String complaint : complaints) {
      assertTrue(complaint.contains("--receiver.max-body-bytes lets in 16777216"), complaint);
    }
    assertTrue(complaints.get(0).contains("--journal.max-bytes lets"), ended.output());
    assertTrue(complaints.get(1).contains("--journal.memory-max-bytes lets"), ended.output());
  }

  private Ended run(String... arguments) throws Exception {
    return SpoorProcess.run(directory, "journal", arguments);
  }

  private static JsonObject json(Ended ended) {
    return new JsonObject(ended.output().substring(ended.output().indexOf('{')));
  }
}
