package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which store, and its bounds.
 *
 * @param isDirectoryGiven whether somebody asked for this directory; one that was asked for must
 *     work
 * @param retention how long the embedded store keeps spans; zero = for ever
 * @param sliceLength arrival time in one index of the embedded store
 * @param maxTraces of the memory store; 0 = unlimited
 * @param elasticsearch that store, whether or not it is the one
 */
public record StorageSettings(
    Kind kind,
    Path directory,
    boolean isDirectoryGiven,
    Duration retention,
    Duration sliceLength,
    int maxTraces,
    ElasticsearchSettings elasticsearch) {

  /** The values of {@code SPAN_STORAGE_TYPE}. */
  public enum Kind {
    EMBEDDED,
    ELASTICSEARCH,
    MEMORY,
    BLACKHOLE
  }

  /**
   * Which stores a role knows, the usual one first. Jaeger's flag of this name is deprecated in
   * favour of the environment variable: both work here.
   */
  public record Choice(Flag flag, List<Kind> kinds) {
    public Choice {
      kinds = List.copyOf(kinds);
    }
  }

  /** For a role that is alone. */
  public static final Choice OWN =
      choice(Kind.EMBEDDED, Kind.ELASTICSEARCH, Kind.MEMORY, Kind.BLACKHOLE);

  /** For a role whose store others use too. */
  public static final Choice SHARED = choice(Kind.ELASTICSEARCH, Kind.BLACKHOLE);

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

  /** The flags of the stores that a role knows. */
  public static List<FlagGroup> groups(Choice choice) {
    List<FlagGroup> groups = new ArrayList<>();
    groups.add(
        choice.kinds().contains(Kind.EMBEDDED)
            ? new FlagGroup(
                "Storage", List.of(choice.flag(), DIRECTORY, RETENTION, SLICE, MAX_TRACES))
            : new FlagGroup("Storage", List.of(choice.flag())));
    groups.addAll(ElasticsearchSettings.groups());
    return groups;
  }

  /** Reads the flags of {@link #groups}. */
  public static StorageSettings read(
      Choice choice, Settings settings, Map<String, String> environment) {
    return new StorageSettings(
        settings.read(choice.flag(), text -> kind(choice, text)),
        Path.of(settings.text(DIRECTORY)),
        settings.isGiven(DIRECTORY),
        settings.duration(RETENTION, Duration.ZERO),
        settings.duration(SLICE, Duration.ofSeconds(1)),
        settings.integer(MAX_TRACES, 0),
        ElasticsearchSettings.read(settings, environment));
  }

  public static Flag directoryFlag() {
    return DIRECTORY;
  }

  private static Choice choice(Kind... kinds) {
    List<Kind> all = List.of(kinds);
    return new Choice(
        Flag.jaeger("span-storage.type", Flag.Type.TEXT, name(all.get(0)), "Store: " + names(all)),
        all);
  }

  private static Kind kind(Choice choice, String text) {
    // The same store, another name (contract: elasticsearch.md §17).
    String name = text.equals("opensearch") ? "elasticsearch" : text;
    return choice.kinds().stream()
        .filter(kind -> name(kind).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("want " + names(choice.kinds())));
  }

  private static String names(List<Kind> kinds) {
    String all = String.join(", ", kinds.stream().map(StorageSettings::name).toList());
    int last = all.lastIndexOf(", ");
    return all.substring(0, last) + " or " + all.substring(last + 2);
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
