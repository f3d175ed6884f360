package io.spoor.collector.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.proto.model.ProcessTags;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real disks at their worst, for a real process. */
final class HostileDiskTest {
  @TempDir Path directory;

  @Test
  void losesNothingOnADiskThatIsFull() throws Exception {
    // A file system of 3 MB where a user may mount one, else a bound on the size of a file.
    boolean mayMount = run("unshare", "-rm", "true").code() == 0;
    Ended ended =
        mayMount
            ? run("unshare", "-rm", "sh", "-c", mounted("size=3m", "true", "fill"))
            : run("bash", "-c", "ulimit -f 100; exec " + java("fill", directory));
    assertEquals(0, ended.code(), ended.output());
    assertTrue(
        ended.output().contains(mayMount ? "No space left on device" : "File too large"),
        ended.output());
    assertTrue(ended.output().contains("JournalFailedException"), ended.output());
    if (mayMount) {
      assertTrue(ended.output().contains("again: acknowledged"), ended.output());
      assertTrue(ended.output().contains("unwritable: no"), ended.output());
    }
    assertTrue(ended.output().contains("lost: 0"), ended.output());
  }

  @Test
  void saysThatADirectoryIsReadOnly() throws Exception {
    boolean mayMount = run("unshare", "-rm", "true").code() == 0;
    if (mayMount) {
      Ended ended =
          run("unshare", "-rm", "sh", "-c", mounted("size=1m", "mount -o remount,ro", "open"));
      assertTrue(ended.output().contains("refused: journal directory"), ended.output());
      assertTrue(ended.output().contains("Read-only file system"), ended.output());
    }
    Path file = Files.createFile(directory.resolve("file"));
    Ended ended = run("bash", "-c", "exec " + java("open", file));
    assertTrue(
        ended.output().contains("refused: journal directory " + file + " is not a directory"),
        ended.output());
  }

  @Test
  void keepsAnotherProcessOut() throws Exception {
    SegmentedJournal journal = open();
    try {
      Ended other = run("bash", "-c", "exec " + java("open", directory));
      assertTrue(
          other.output().contains("refused: ")
              && other.output().contains("in use by another process"),
          other.output());
    } finally {
      journal.close();
    }
    assertTrue(run("bash", "-c", "exec " + java("open", directory)).output().contains("opened"));
  }

  @Test
  void acknowledgesNothingOnceItsDirectoryIsDeletedAndGoesOnWhenItIsBack() throws Exception {
    Path inner = Files.createDirectory(directory.resolve("inner"));
    SegmentedJournal journal =
        SegmentedJournal.open(
            inner,
            new JournalOptions(64 << 20, 4 << 20, 1 << 20, 50_000),
            ProcessTags.NONE,
            new SimpleMeterRegistry());
    JournalContract.await(journal.append(Records.record(1, 100)));
    try (Stream<Path> files = Files.list(inner)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(inner);
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    Future<Void> answer = append(journal);
    while (answer.succeeded()) {
      assertTrue(System.nanoTime() < deadline, "it acknowledges what nobody keeps");
      answer = append(journal);
    }
    assertInstanceOf(JournalFailedException.class, answer.cause());
    String why = journal.unwritable().orElseThrow();
    assertTrue(why.contains("there is no " + inner), why);
    Files.createDirectory(inner);
    while (answer.failed()) {
      assertTrue(System.nanoTime() < deadline, "it does not go on: " + answer.cause());
      answer = append(journal);
    }
    assertTrue(journal.unwritable().isEmpty());
    assertTrue(journal.take(Duration.ZERO).isPresent(), "what is in memory is delivered");
    journal.close();
  }

  private static Future<Void> append(SegmentedJournal journal) throws Exception {
    Future<Void> answer = journal.append(Records.record(2, 100));
    JournalContract.settle(answer);
    return answer;
  }

  private SegmentedJournal open() throws IOException {
    return SegmentedJournal.open(
        directory, JournalOptions.DEFAULTS, ProcessTags.NONE, new SimpleMeterRegistry());
  }

  /** A command that sees a file system of its own at the directory. */
  private String mounted(String options, String then, String scenario) {
    return "mount -t tmpfs -o "
        + options
        + " tmpfs "
        + directory
        + " && "
        + then
        + " "
        + directory
        + " && exec "
        + java(scenario, directory);
  }

  private static String java(String scenario, Path directory) {
    return String.join(
        " ",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        HostileDisk.class.getName(),
        scenario,
        directory.toString());
  }

  private record Ended(int code, String output) {}

  private static Ended run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("hostile-disk-", ".log");
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(List.of(command)))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + Files.readString(output, UTF_8));
      }
      return new Ended(process.exitValue(), Files.readString(output, UTF_8));
    } catch (IOException e) {
      if (e.getMessage().contains("Cannot run program")) {
        return new Ended(127, e.getMessage());
      }
      throw e;
    } finally {
      Files.delete(output);
    }
  }
}
