package io.spoor.collector.journal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The bounds of a journal on disk.
 *
 * @param maxBytes on disk, whole segments counted, also the released part of them; beyond it
 *     appends are refused
 * @param segmentBytes a segment is closed when the next record would make it larger; at most an
 *     eighth of {@code maxBytes} is used, so that few released bytes are held back by others
 * @param maxQueuedBytes in memory, of appends not yet synced; beyond it appends are refused
 * @param maxMemoryBytes in memory, of records nobody has taken yet; beyond it they are read back
 *     from disk
 * @param alarmAge a record that has waited longer is told in the log; zero = never. It is kept all
 *     the same
 */
public record JournalOptions(
    long maxBytes, long segmentBytes, long maxQueuedBytes, long maxMemoryBytes, Duration alarmAge) {
  public static final JournalOptions DEFAULTS =
      new JournalOptions(10L << 30, 64L << 20, 64L << 20, 64L << 20, Duration.ofHours(1));

  /** The smallest journal that makes sense: a handful of segments, each of some records. */
  private static final long MIN_BYTES = 64 << 10;

  public JournalOptions {
    atLeast(MIN_BYTES, maxBytes, "maxBytes");
    atLeast(1, segmentBytes, "segmentBytes");
    atLeast(1, maxQueuedBytes, "maxQueuedBytes");
    atLeast(0, maxMemoryBytes, "maxMemoryBytes");
    requireNonNull(alarmAge, "alarmAge");
    segmentBytes = Math.min(segmentBytes, maxBytes / 8);
  }

  /** Without an alarm. */
  public JournalOptions(
      long maxBytes, long segmentBytes, long maxQueuedBytes, long maxMemoryBytes) {
    this(maxBytes, segmentBytes, maxQueuedBytes, maxMemoryBytes, Duration.ZERO);
  }

  /**
   * The largest record that an empty journal always takes: its last segment is kept until it is
   * half full.
   */
  public long maxRecordBytes() {
    return maxBytes - segmentBytes / 2 - SegmentHeader.BLOCK;
  }

  private static void atLeast(long min, long value, String name) {
    if (value < min) {
      throw new IllegalArgumentException(
          "journal " + name + " must be >= " + min + " (got " + value + ")");
    }
  }
}
