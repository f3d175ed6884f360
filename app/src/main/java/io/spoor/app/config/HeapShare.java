package io.spoor.app.config;

/**
 * Default bounds on bytes in memory that fit in the heap that the JVM was given: in a small
 * container the usual ones together would be more than there is.
 */
public final class HeapShare {
  private HeapShare() {}

  /** The usual bound, or one part of so many of the heap where that is less. */
  public static long atMost(long usual, int parts) {
    return Math.min(usual, Runtime.getRuntime().maxMemory() / parts);
  }
}
