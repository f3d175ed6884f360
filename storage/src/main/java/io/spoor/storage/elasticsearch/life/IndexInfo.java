package io.spoor.storage.elasticsearch.life;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;

/**
 * An index as its life sees it.
 *
 * @param created when the index was made, whatever its name says
 */
record IndexInfo(String name, Set<String> aliases, Instant created) {
  IndexInfo {
    requireNonNull(name, "name");
    aliases = Set.copyOf(aliases);
    requireNonNull(created, "created");
  }
}
