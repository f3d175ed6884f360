package io.spoor.storage.embedded;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the store lives and how long spans do.
 *
 * @param directory created if absent; holds nothing but this store
 * @param retention how long spans are kept after they arrived; zero = for ever
 * @param sliceLength arrival time that shares an index: what retention drops at once
 */
public record EmbeddedOptions(
    Path directory, Duration retention, Duration sliceLength, Tuning tuning) {
  public static final Duration DEFAULT_RETENTION = Duration.ofDays(3);
  public static final Duration DEFAULT_SLICE_LENGTH = Duration.ofHours(3);

  public EmbeddedOptions {
    requireNonNull(directory, "directory");
    requireNonNull(retention, "retention");
    requireNonNull(sliceLength, "sliceLength");
    requireNonNull(tuning, "tuning");
    if (retention.isNegative()) {
      throw new IllegalArgumentException("retention must not be negative (got " + retention + ")");
    }
    if (sliceLength.toMillis() < 1) {
      throw new IllegalArgumentException("slice length must be >= 1 ms (got " + sliceLength + ")");
    }
  }

  public static EmbeddedOptions of(Path directory) {
    return new EmbeddedOptions(directory, DEFAULT_RETENTION, DEFAULT_SLICE_LENGTH, Tuning.DEFAULTS);
  }

  public EmbeddedOptions withRetention(Duration value) {
    return new EmbeddedOptions(directory, value, sliceLength, tuning);
  }

  public EmbeddedOptions withSliceLength(Duration value) {
    return new EmbeddedOptions(directory, retention, value, tuning);
  }

  public EmbeddedOptions withTuning(Tuning value) {
    return new EmbeddedOptions(directory, retention, sliceLength, value);
  }
}
