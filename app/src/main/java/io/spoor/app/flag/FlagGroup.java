package io.spoor.app.flag;

import java.util.List;

/** Flags that stand together in the help text. */
public record FlagGroup(String heading, List<Flag> flags) {
  public FlagGroup {
    flags = List.copyOf(flags);
  }
}
