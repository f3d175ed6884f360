package io.spoor.net.auth;

import static java.util.Objects.requireNonNull;

import io.spoor.net.Refusal;
import io.spoor.net.Refusal.Kind;
import io.spoor.net.RefusedAtDoorException;
import io.spoor.storage.Tenant;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which tenant a request is of (contract: collector.md §1.3, query.md §12).
 *
 * @param header that names it
 * @param tenants that there are; empty = every name that can be one
 */
public record Tenancy(String header, Set<Tenant> tenants) {
  public Tenancy {
    requireNonNull(header, "header");
    tenants = Set.copyOf(tenants);
  }

  /**
   * The tenant that the headers name.
   *
   * @param grant what the sender's credentials allow: with a single tenant it need not be named
   * @param limit of tenants that the list does not name; empty = none
   * @throws RefusedAtDoorException in Jaeger's words
   */
  Tenant of(MultiMap headers, Grant grant, Optional<TenantLimit> limit) {
    List<String> named = headers.getAll(header);
    if (named.isEmpty()) {
      return grant.only().orElseThrow(() -> refusal(Kind.MISSING_TENANT, "missing tenant header"));
    }
    if (named.size() > 1) {
      throw refusal(Kind.WRONG_TENANT, "extra tenant header");
    }
    Tenant tenant =
        TenantName.parse(named.get(0))
            .filter(known -> tenants.isEmpty() || tenants.contains(known))
            .orElseThrow(() -> refusal(Kind.WRONG_TENANT, "unknown tenant"));
    if (!grant.opens(tenant)) {
      throw refusal(Kind.FORBIDDEN, "these credentials are not for that tenant");
    }
    if (tenants.isEmpty() && limit.isPresent() && !limit.get().admits(tenant)) {
      throw refusal(Kind.WRONG_TENANT, "unknown tenant, and there are as many as there may be");
    }
    return tenant;
  }

  private static RefusedAtDoorException refusal(Kind kind, String text) {
    return new RefusedAtDoorException(new Refusal(kind, text, Optional.empty()));
  }
}
