package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.collector.journal.JournalOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where and how much the journal keeps.
 *
 * @param mode empty if nobody chose one: then it follows the store
 * @param isDirectoryGiven whether somebody asked for this directory; one that was asked for must
 *     work
 */
public record JournalSettings(
    Optional<Mode> mode,
    Path directory,
    boolean isDirectoryGiven,
    JournalOptions bounds,
    long memoryMaxBytes) {

  /** What an acknowledgement means. */
  public enum Mode {
    /** It is on disk. */
    DISK,
    /** It is in memory, as in Jaeger. */
    MEMORY
  }

  private static final Flag MODE =
      Flag.spoor(
          "journal.mode",
          Type.TEXT,
          "",
          "disk or memory; empty = disk, but memory beside a memory store");
  private static final Flag DIRECTORY =
      Flag.spoor(
          "journal.directory",
          Type.TEXT,
          "./data/journal",
          "Where spans are kept until they are stored");
  private static final Flag MAX_BYTES =
      Flag.spoor(
          "journal.max-bytes", Type.BYTES, "10GiB", "On disk; full means that senders are refused");
  private static final Flag MEMORY_MAX_BYTES =
      Flag.spoor(
          "journal.memory-max-bytes", Type.BYTES, "64MiB", "The same for --journal.mode=memory");

  private static final Flag ALARM_AGE =
      Flag.spoor(
          "journal.alarm-age",
          Type.DURATION,
          "1h",
          "Logs when the oldest record has waited longer; deletes nothing; 0 = never");

  private static final Flag AGENT_MAX_BYTES =
      Flag.spoor(
          MAX_BYTES.name(), Type.BYTES, "1GiB", "On disk; full means that spans are dropped");
  private static final Flag AGENT_MEMORY_MAX_BYTES =
      Flag.spoor(MEMORY_MAX_BYTES.name(), Type.BYTES, "12MiB", "The same in memory");
  // Header and tenant.
  private static final long RECORD_OVERHEAD = 2048;
  private static final long AGENT_SEGMENT_BYTES = 16 << 20;
  private static final long AGENT_QUEUE_BYTES = 4 << 20;

  public static FlagGroup group() {
    return new FlagGroup(
        "Journal", List.of(MODE, DIRECTORY, MAX_BYTES, MEMORY_MAX_BYTES, ALARM_AGE));
  }

  /** For an agent: it keeps little, in memory unless somebody gives it a directory. */
  public static FlagGroup agentGroup() {
    return new FlagGroup(
        "Journal", List.of(MODE, DIRECTORY, AGENT_MAX_BYTES, AGENT_MEMORY_MAX_BYTES, ALARM_AGE));
  }

  /** Reads the flags of {@link #agentGroup}. */
  public static JournalSettings readAgent(Settings settings) {
    return new JournalSettings(
        settings.read(MODE, JournalSettings::mode),
        Path.of(settings.text(DIRECTORY)),
        settings.isGiven(DIRECTORY),
        new JournalOptions(
            settings.bytes(AGENT_MAX_BYTES, 1 << 20),
            AGENT_SEGMENT_BYTES,
            AGENT_QUEUE_BYTES,
            AGENT_QUEUE_BYTES,
            settings.duration(ALARM_AGE, Duration.ZERO)),
        settings.bytes(AGENT_MEMORY_MAX_BYTES, 1 << 20));
  }

  public static JournalSettings read(Settings settings) {
    JournalOptions defaults = JournalOptions.DEFAULTS;
    return new JournalSettings(
        settings.read(MODE, JournalSettings::mode),
        Path.of(settings.text(DIRECTORY)),
        settings.isGiven(DIRECTORY),
        new JournalOptions(
            settings.bytes(MAX_BYTES, 1 << 20),
            defaults.segmentBytes(),
            HeapShare.atMost(defaults.maxQueuedBytes(), 8),
            HeapShare.atMost(defaults.maxMemoryBytes(), 8),
            settings.duration(ALARM_AGE, Duration.ZERO)),
        settings.bytes(MEMORY_MAX_BYTES, 1 << 20));
  }

  /**
   * Complains when receivers take bodies that the journal will never keep.
   *
   * @param maxBodyOption the flag that says how large a body may be
   */
  public void complainOfSmallness(Settings settings, String maxBodyOption, int maxBodyBytes) {
    if (isDurable()) {
      complainUnless(settings, MAX_BYTES, bounds.maxRecordBytes(), maxBodyOption, maxBodyBytes);
    }
    // Somebody counts on it, or it is only for the worst case.
    if (settings.isGiven(MEMORY_MAX_BYTES) || !isDurable()) {
      complainUnless(settings, MEMORY_MAX_BYTES, memoryMaxBytes, maxBodyOption, maxBodyBytes);
    }
  }

  private static void complainUnless(
      Settings settings, Flag bound, long largest, String maxBodyOption, int maxBodyBytes) {
    if (largest < maxBodyBytes + RECORD_OVERHEAD) {
      settings.complain(
          bound.option()
              + " lets the journal keep bodies of at most "
              + Math.max(0, largest - RECORD_OVERHEAD)
              + " bytes, and "
              + maxBodyOption
              + " lets in "
              + maxBodyBytes
              + ": raise the one or lower the other");
    }
  }

  /** Whether what is acknowledged outlives the process, as far as the flags tell. */
  public boolean isDurable() {
    return mode.map(Mode.DISK::equals).orElse(true);
  }

  public static Flag directoryFlag() {
    return DIRECTORY;
  }

  private static Optional<Mode> mode(String text) {
    return switch (text) {
      case "" -> Optional.empty();
      case "disk" -> Optional.of(Mode.DISK);
      case "memory" -> Optional.of(Mode.MEMORY);
      default -> throw new IllegalArgumentException("want disk or memory");
    };
  }
}
