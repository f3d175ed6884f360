package io.spoor.collector.journal;

import java.util.TreeSet;

/** Blocks of a file that the disk does not give back, by where they begin. One thread. */
final class UnreadablePlaces {
  static final int BLOCK = 4096;

  private final TreeSet<Long> blocks = new TreeSet<>();

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  long bytes() {
    return (long) blocks.size() * BLOCK;
  }

  /** Whether this was news. */
  boolean add(long position) {
    return blocks.add(position / BLOCK * BLOCK);
  }

  boolean contains(long position) {
    return blocks.contains(position / BLOCK * BLOCK);
  }

  /** Where the first one behind that place begins. */
  long next(long position) {
    Long next = blocks.higher(position);
    return next == null ? Long.MAX_VALUE : next;
  }
}
