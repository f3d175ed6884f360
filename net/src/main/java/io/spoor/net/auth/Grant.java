package io.spoor.net.auth;

import io.spoor.storage.Tenant;
import java.util.Optional;
import java.util.Set;

/**
 * What credentials are good for.
 *
 * @param tenants whose doors they open; empty = everybody's
 */
record Grant(Set<Tenant> tenants) {
  static final Grant ALL = new Grant(Set.of());

  Grant {
    tenants = Set.copyOf(tenants);
  }

  boolean opens(Tenant tenant) {
    return tenants.isEmpty() || tenants.contains(tenant);
  }

  Optional<Tenant> only() {
    return tenants.size() == 1 ? tenants.stream().findAny() : Optional.empty();
  }
}
