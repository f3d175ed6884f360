package io.spoor.storage;

import static java.util.Objects.requireNonNull;

/** How often one service called another. */
public record Dependency(String parent, String child, long callCount) {
  public Dependency {
    requireNonNull(parent, "parent");
    requireNonNull(child, "child");
  }
}
