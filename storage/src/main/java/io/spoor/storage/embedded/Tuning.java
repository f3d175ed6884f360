package io.spoor.storage.embedded;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Figures that measurements chose (storage/RATIONALE.md).
 *
 * @param window how long writes are gathered before they are committed together
 * @param windowBytes model bytes that end a window early: a bound on memory
 * @param chunkSpans spans of a trace in one document, at most
 * @param readThreads reads that run at once
 * @param waitingReads reads that wait for a thread; more are refused
 */
public record Tuning(
    Duration window, long windowBytes, int chunkSpans, int readThreads, int waitingReads) {
  public static final Tuning DEFAULTS = new Tuning(Duration.ofSeconds(1), 64L << 20, 8, 4, 64);

  public Tuning {
    requireNonNull(window, "window");
    require(!window.isNegative(), "window", window);
    require(windowBytes >= 1, "windowBytes", windowBytes);
    require(chunkSpans >= 1, "chunkSpans", chunkSpans);
    require(readThreads >= 1, "readThreads", readThreads);
    require(waitingReads >= 0, "waitingReads", waitingReads);
  }

  public Tuning withWindow(Duration value) {
    return new Tuning(value, windowBytes, chunkSpans, readThreads, waitingReads);
  }

  public Tuning withWindowBytes(long value) {
    return new Tuning(window, value, chunkSpans, readThreads, waitingReads);
  }

  public Tuning withChunkSpans(int value) {
    return new Tuning(window, windowBytes, value, readThreads, waitingReads);
  }

  public Tuning withReads(int threads, int waiting) {
    return new Tuning(window, windowBytes, chunkSpans, threads, waiting);
  }

  private static void require(boolean holds, String name, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is out of range (got " + value + ")");
    }
  }
}
