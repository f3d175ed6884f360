package io.spoor.net.auth;

import io.spoor.storage.Tenant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many tenants spans are taken of while nobody has named those that there are: each costs
 * indices of its own in Elasticsearch, and whoever can send could make them up without end. First
 * come, first in, until the process ends. Any thread.
 */
public final class TenantLimit {
  private final int max;
  private final Set<Tenant> known = ConcurrentHashMap.newKeySet();

  /**
   * @param max tenants
   */
  public TenantLimit(int max) {
    this.max = max;
  }

  boolean admits(Tenant tenant) {
    if (known.contains(tenant)) {
      return true;
    }
    synchronized (known) {
      return known.size() < max && known.add(tenant);
    }
  }
}
