package io.spoor.net;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.Tenant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who is at the other end, as far as bounds and fairness go: all connections from one address. Any
 * thread.
 */
public final class Sender {
  private final String address;
  private final Visitor anonymous = new Visitor(Tenant.DEFAULT, this);
  private final AtomicLong heldBytes = new AtomicLong();
  // Guarded by the crowd's map.
  private int connections;

  public Sender(String address) {
    this.address = requireNonNull(address, "address");
  }

  public String address() {
    return address;
  }

  /** Counts memory that is held for its requests, or less of it; returns how much that is now. */
  public long hold(long bytes) {
    return heldBytes.addAndGet(bytes);
  }

  /** The sender as a visitor who need not show anything. */
  Visitor anonymous() {
    return anonymous;
  }

  int connections() {
    return connections;
  }

  void connected() {
    connections++;
  }

  int disconnected() {
    return --connections;
  }

  @Override
  public String toString() {
    return address;
  }
}
