package io.spoor.storage;

import static java.util.Objects.requireNonNull;

/**
 * Whose spans these are. Stores keep tenants apart; without multi-tenancy everything is {@link
 * #DEFAULT}'s.
 */
public record Tenant(String id) {
  public static final Tenant DEFAULT = new Tenant("");

  public Tenant {
    requireNonNull(id, "id");
  }
}
