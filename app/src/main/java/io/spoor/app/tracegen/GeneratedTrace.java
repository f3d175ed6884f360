package io.spoor.app.tracegen;

import java.util.concurrent.atomic.AtomicInteger;

/** A trace on its way: acknowledged when the last of its spans is. */
final class GeneratedTrace {
  private final long idHigh;
  private final long idLow;
  private final AtomicInteger unacknowledged = new AtomicInteger();

  GeneratedTrace(long idHigh, long idLow) {
    this.idHigh = idHigh;
    this.idLow = idLow;
  }

  long idHigh() {
    return idHigh;
  }

  long idLow() {
    return idLow;
  }

  /** To be called once, before any span of it is sent. */
  void expect(int spans) {
    unacknowledged.set(spans);
  }

  /** One more span is acknowledged: true for the last one. */
  boolean acknowledge() {
    return unacknowledged.decrementAndGet() == 0;
  }

  String id() {
    return String.format("%016x%016x", idHigh, idLow);
  }
}
