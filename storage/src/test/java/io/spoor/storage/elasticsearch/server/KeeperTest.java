package io.spoor.storage.elasticsearch.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class KeeperTest {
  /** A test JVM in small: keeps one process, says which and where, and waits. */
  static final class KeepingMain {
    public static void main(String[] arguments) throws IOException {
      Keeper keeper = Keeper.ofThisJvm();
      Path script = keeper.area().resolve("script");
      Files.writeString(script, "sleep 600 & wait\n");
      System.out.println(keeper.start(script) + " " + keeper.area());
      System.in.read();
    }
  }

  @Test
  void leavesNoProcessAndNoFileWhenTheJvmIsKilled() throws IOException {
    Process jvm = start();
    try (BufferedReader out = jvm.inputReader(UTF_8)) {
      String[] words = out.readLine().split(" ", 2);
      ProcessHandle kept = ProcessHandle.of(Long.parseLong(words[0])).orElseThrow();
      Path area = Path.of(words[1]);
      assertTrue(kept.isAlive() && Files.isDirectory(area));
      jvm.destroyForcibly();
      Await.until(
          Duration.ofSeconds(30),
          () -> "still there: " + kept + ", " + area,
          () -> !kept.isAlive() && Files.notExists(area));
    } finally {
      jvm.destroyForcibly();
    }
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KeepingMain.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
