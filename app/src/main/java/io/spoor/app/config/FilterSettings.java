package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What is not stored though it was sent (contract: collector.md §8.6; docs/operate.md for the
 * file).
 *
 * @param location of the filter file, a path or a URL; empty for none
 * @param reloadInterval zero = never
 * @param ratio of the traces that are kept, 0 to 1
 * @param salt collectors that share it keep the same traces
 */
public record FilterSettings(String location, Duration reloadInterval, double ratio, String salt) {
  private static final Flag FILE =
      Flag.spoor(
          "filter.file",
          Type.TEXT,
          "",
          "Rules for spans that are dropped, and limits by service, in JSON: a path or a URL");
  private static final Flag RELOAD =
      Flag.spoor(
          "filter.reload-interval",
          Type.DURATION,
          "10s",
          "How often that file is read again; 0 = never");
  private static final Flag RATIO =
      Flag.jaeger(
          "downsampling.ratio", Type.TEXT, "1", "Part of the traces that is stored, 0 to 1");
  private static final Flag SALT =
      Flag.jaeger(
          "downsampling.hashsalt",
          Type.TEXT,
          "",
          "Collectors with the same salt keep the same traces; empty = Jaeger's own");
  private static final String DEFAULT_SALT = "downsampling-default-salt";

  public static FlagGroup group() {
    return new FlagGroup("Collector: filters", List.of(FILE, RELOAD, RATIO, SALT));
  }

  public static FilterSettings read(Settings settings) {
    String salt = settings.text(SALT);
    return new FilterSettings(
        settings.text(FILE),
        settings.duration(RELOAD, Duration.ZERO),
        settings.read(RATIO, Fraction::parse),
        salt.isEmpty() ? DEFAULT_SALT : salt);
  }

  /** The flag that names the file, for complaints about what is in it. */
  public static Flag fileFlag() {
    return FILE;
  }
}
