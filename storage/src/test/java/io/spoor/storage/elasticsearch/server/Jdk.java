package io.spoor.storage.elasticsearch.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * An installed JDK. A server runs on the named one where it can, else on the one that runs the
 * tests, else on the newest that it supports: 9 needs one from 21, 7 none newer than 21.
 */
record Jdk(Path home, int feature) {
  /** Names the JDK to use, as a property or in the environment. */
  static final String PROPERTY = "spoor.test.jdk";

  static final String VARIABLE = "SPOOR_TEST_JDK";

  private static final Path DEBIAN = Path.of("/usr/lib/jvm");

  /**
   * @throws IllegalStateException in one clear line when no installed JDK will do
   */
  static Jdk forServer(Release release) {
    String named = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, ""));
    Jdk own = new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
    List<Jdk> others = installed();
    return (named.isBlank() ? Optional.<Jdk>empty() : at(Path.of(named)))
        .filter(jdk -> release.runsOn(jdk.feature))
        .or(() -> Optional.of(own).filter(jdk -> release.runsOn(jdk.feature)))
        .or(
            () ->
                others.stream()
                    .filter(jdk -> release.runsOn(jdk.feature))
                    .max(Comparator.comparingInt(Jdk::feature)))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    release
                        + " needs "
                        + release.javaVersions()
                        + "; this is "
                        + own
                        + " and JAVA_HOME_* and "
                        + DEBIAN
                        + " have "
                        + others
                        + ": install one or name it with "
                        + VARIABLE));
  }

  private static List<Jdk> installed() {
    List<Path> homes = new ArrayList<>();
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      if (variable.getKey().startsWith("JAVA_HOME_")) {
        homes.add(Path.of(variable.getValue()));
      }
    }
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> directories = Files.list(DEBIAN)) {
        directories.sorted().forEach(homes::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return homes.stream().map(Jdk::at).flatMap(Optional::stream).toList();
  }

  /** What the JDK's own file {@code release} says; empty where there is no runnable JDK. */
  private static Optional<Jdk> at(Path home) {
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      return Optional.empty();
    }
    Properties release = new Properties();
    try (InputStream in = Files.newInputStream(home.resolve("release"))) {
      release.load(in);
    } catch (IOException e) {
      return Optional.empty();
    }
    String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    try {
      return Optional.of(new Jdk(home, Runtime.Version.parse(version).feature()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // 1.8 and its like: of no use here
    }
  }
}
