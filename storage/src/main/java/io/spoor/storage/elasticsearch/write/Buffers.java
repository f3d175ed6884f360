package io.spoor.storage.elasticsearch.write;

import io.spoor.proto.wire.WireWriter;
import java.util.ArrayDeque;
import java.util.Deque;

/** Grown arrays, kept for the next batch: they are as large as what G1 calls humongous. */
final class Buffers {
  private static final int MAX_KEPT = 8;
  private static final int MAX_KEPT_BYTES = 16 << 20;

  private final Deque<WireWriter> free = new ArrayDeque<>();

  /** An empty one, which is the caller's until {@link #give}; it need not come back. */
  synchronized WireWriter take() {
    WireWriter buffer = free.isEmpty() ? new WireWriter(1 << 16) : free.pollFirst();
    buffer.truncate(0);
    return buffer;
  }

  /** Nobody reads it any more. */
  synchronized void give(WireWriter buffer) {
    if (free.size() < MAX_KEPT && buffer.array().length <= MAX_KEPT_BYTES) {
      free.addFirst(buffer);
    }
  }
}
