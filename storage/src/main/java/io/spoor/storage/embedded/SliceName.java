package io.spoor.storage.embedded;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arrival times that share an index, also the name of its directory.
 *
 * @param fromMillis since the epoch, inclusive
 * @param toMillis exclusive
 */
record SliceName(long fromMillis, long toMillis) {
  static final Comparator<SliceName> OLDEST_FIRST =
      Comparator.comparingLong(SliceName::fromMillis).thenComparingLong(SliceName::toMillis);

  private static final Pattern TEXT = Pattern.compile("slice-(\\d{1,18})-(\\d{1,18})");

  static SliceName at(long nowMillis, long lengthMillis) {
    long from = Math.floorDiv(nowMillis, lengthMillis) * lengthMillis;
    return new SliceName(from, from + lengthMillis);
  }

  static Optional<SliceName> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new SliceName(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "slice-" + fromMillis + "-" + toMillis;
  }
}
