package io.spoor.net;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.Tenant;
import java.util.Optional;

/**
 * Who is at the other end, as far as fairness goes: all connections from one address. Any thread.
 */
public final class Sender {
  private final String address;
  private final Visitor anonymous = new Visitor(Tenant.DEFAULT, Optional.empty(), this);

  public Sender(String address) {
    this.address = requireNonNull(address, "address");
  }

  public String address() {
    return address;
  }

  /** The sender as a visitor who need not show anything. */
  Visitor anonymous() {
    return anonymous;
  }

  @Override
  public String toString() {
    return address;
  }
}
