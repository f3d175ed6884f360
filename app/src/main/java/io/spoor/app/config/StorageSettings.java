package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Which store, and its bounds.
 *
 * @param isDirectoryGiven whether somebody asked for this directory; one that was asked for must
 *     work
 * @param retention how long the embedded store keeps spans; zero = for ever
 * @param sliceLength arrival time in one index of the embedded store
 * @param maxTraces of the memory store; 0 = unlimited
 */
public record StorageSettings(
    Kind kind,
    Path directory,
    boolean isDirectoryGiven,
    Duration retention,
    Duration sliceLength,
    int maxTraces) {

  /** The values of {@code SPAN_STORAGE_TYPE}. */
  public enum Kind {
    EMBEDDED,
    MEMORY,
    BLACKHOLE
  }

  /**
   * Jaeger's flag of this name is deprecated in favour of the environment variable: both work here.
   */
  private static final Flag KIND =
      Flag.jaeger(
          "span-storage.type", Flag.Type.TEXT, "embedded", "Store: embedded, memory or blackhole");

  private static final Flag DIRECTORY =
      Flag.spoor(
          "embedded.directory", Flag.Type.TEXT, "./data/spans", "Where the embedded store lives");
  private static final Flag RETENTION =
      Flag.spoor(
          "embedded.retention", Flag.Type.DURATION, "72h", "How long it keeps spans; 0 = for ever");
  private static final Flag SLICE =
      Flag.spoor(
          "embedded.slice",
          Flag.Type.DURATION,
          "3h",
          "Arrival time in one index: what retention drops at once");
  private static final Flag MAX_TRACES =
      Flag.jaeger(
          "memory.max-traces",
          Flag.Type.INTEGER,
          "0",
          "Traces the memory store keeps; 0 = unlimited");

  public static FlagGroup group() {
    return new FlagGroup("Storage", List.of(KIND, DIRECTORY, RETENTION, SLICE, MAX_TRACES));
  }

  public static StorageSettings read(Settings settings) {
    return new StorageSettings(
        settings.read(KIND, StorageSettings::kind),
        Path.of(settings.text(DIRECTORY)),
        settings.isGiven(DIRECTORY),
        settings.duration(RETENTION, Duration.ZERO),
        settings.duration(SLICE, Duration.ofSeconds(1)),
        settings.integer(MAX_TRACES, 0));
  }

  public static Flag directoryFlag() {
    return DIRECTORY;
  }

  private static Kind kind(String text) {
    return switch (text) {
      case "embedded" -> Kind.EMBEDDED;
      case "memory" -> Kind.MEMORY;
      case "blackhole" -> Kind.BLACKHOLE;
      default -> throw new IllegalArgumentException("want embedded, memory or blackhole");
    };
  }
}
