package io.spoor.app.flag;

import java.util.ArrayList;
import java.util.List;

/** What is said of flags that were given and do nothing. */
public final class IgnoredFlags {

  private IgnoredFlags() {}

  /** Has a value that does not parse complained of, all the same. */
  public static void read(List<Flag> flags, Settings settings) {
    for (Flag flag : flags) {
      switch (flag.type()) {
        case INTEGER -> settings.integer(flag, Integer.MIN_VALUE);
        case BOOLEAN -> settings.bool(flag);
        case DURATION -> settings.duration(flag, java.time.Duration.ofSeconds(Long.MIN_VALUE / 2));
        case BYTES -> settings.bytes(flag, 0);
        case HOST_PORT -> settings.hostPort(flag);
        case TEXT -> {
          // Anything goes.
        }
      }
    }
  }

  /** A line for each that was given. */
  public static List<String> warnings(List<FlagGroup> groups, Settings settings) {
    List<String> lines = new ArrayList<>();
    for (FlagGroup group : groups) {
      for (Flag flag : group.flags()) {
        if (flag.isIgnored() && settings.isGiven(flag)) {
          lines.add(flag.option() + ": " + flag.description() + " (docs/flags.md)");
        }
      }
    }
    return lines;
  }
}
