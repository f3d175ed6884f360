package io.spoor.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/complaints.md names tests that exist. */
final class ComplaintsTest {
  private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+Test)\\.(\\w+)`");
  private static final List<String> MODULES =
      List.of("proto", "storage", "net", "collector", "query", "app");

  @Test
  void everyComplaintHasItsTests() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    int complaints = 0;
    for (String line : Files.readAllLines(Path.of("..", "docs", "complaints.md"))) {
      if (!line.startsWith("| ") || line.startsWith("| --") || line.startsWith("| complaint ")) {
        continue;
      }
      complaints++;
      Matcher names = NAME.matcher(line);
      int named = 0;
      for (; names.find(); named++) {
        String source = sources.getOrDefault(names.group(1), "");
        if (!source.contains(" void " + names.group(2) + "(")) {
          missing.add(names.group());
        }
      }
      assertTrue(named > 0, line);
    }
    assertEquals(List.of(), missing);
    assertTrue(complaints > 10, "the table is not read");
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          sources.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return sources;
  }
}
