package io.spoor.app.traffic;

import java.util.concurrent.atomic.AtomicInteger;

/** A trace on its way: acknowledged when the last of its spans is. */
public final class GeneratedTrace {
  private final long idHigh;
  private final long idLow;
  private final AtomicInteger unacknowledged = new AtomicInteger();

  public GeneratedTrace(long idHigh, long idLow) {
    this.idHigh = idHigh;
    this.idLow = idLow;
  }

  public long idHigh() {
    return idHigh;
  }

  public long idLow() {
    return idLow;
  }

  /** To be called once, before any span of it is sent. */
  public void expect(int spans) {
    unacknowledged.set(spans);
  }

  /** One more span is acknowledged: true for the last one. */
  public boolean acknowledge() {
    return unacknowledged.decrementAndGet() == 0;
  }

  public String id() {
    return String.format("%016x%016x", idHigh, idLow);
  }
}
