package io.spoor.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher asks of the JVM, with a java that only tells it. */
final class LauncherTest {
  @TempDir Path directory;

  @BeforeEach
  void install() throws IOException {
    Path source = Path.of(System.getProperty("user.dir"));
    Path launcher =
        Stream.of(source.resolve("spoor"), source.resolveSibling("spoor"))
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow();
    Path script = Files.copy(launcher, directory.resolve("spoor"));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nfor word; do echo \"$word\"; done\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.createFile(directory.resolve("spoor.jar"));
    for (String archive : List.of("spoor.jsa", "spoor-agent.jsa")) {
      Path file = Files.createFile(directory.resolve(archive));
      Files.setLastModifiedTime(
          file, FileTime.fromMillis(System.currentTimeMillis() + TimeUnit.HOURS.toMillis(1)));
    }
  }

  @Test
  void rolesThatTakeSpansHaveAHeapThatDoesNotGrowWithTheMachine() throws Exception {
    for (String role : List.of("all-in-one", "collector")) {
      List<String> words = run(role, Map.of());
      int heap = mebibytes(words, "-Xmx");
      assertTrue(heap >= 48 && heap <= 512, words.toString());
      assertEquals(heap / 4, mebibytes(words, "-XX:MaxNewSize="), words.toString());
      assertEquals(role, words.get(words.size() - 1));
    }
  }

  @Test
  void aHeapThatSomebodyChoseIsTheOnlyOne() throws Exception {
    List<String> words = run("collector", Map.of("SPOOR_JAVA_OPTS", "-Xmx2g -Dsome=thing"));
    assertEquals(List.of("-Xmx2g"), starting(words, "-Xmx"));
    assertTrue(words.contains("-Dsome=thing"), words.toString());
    for (String variable : List.of("SPOOR_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
      words = run("all-in-one", Map.of(variable, "-XX:MaxRAMPercentage=70"));
      assertEquals(List.of(), starting(words, "-Xmx"), variable);
    }
  }

  @Test
  void otherRolesKeepTheirs() throws Exception {
    assertEquals(List.of(), starting(run("query", Map.of()), "-Xmx"));
    assertEquals(List.of("-Xmx40m"), starting(run("agent", Map.of()), "-Xmx"));
  }

  private static int mebibytes(List<String> words, String option) {
    List<String> found = starting(words, option);
    assertEquals(1, found.size(), words.toString());
    return Integer.parseInt(found.get(0).substring(option.length()).replace("m", ""));
  }

  private static List<String> starting(List<String> words, String option) {
    return words.stream().filter(word -> word.startsWith(option)).toList();
  }

  private List<String> run(String role, Map<String, String> environment) throws Exception {
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(directory.resolve("spoor").toString(), role)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    for (String variable : List.of("SPOOR_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
      builder.environment().remove(variable);
    }
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    Process process = builder.start();
    assertTrue(process.waitFor(90, TimeUnit.SECONDS), "it hangs");
    List<String> words = Files.readAllLines(output);
    assertEquals(0, process.exitValue(), words.toString());
    return words;
  }
}
