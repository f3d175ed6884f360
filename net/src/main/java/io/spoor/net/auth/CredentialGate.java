package io.spoor.net.auth;

import static java.util.Objects.requireNonNull;

import io.spoor.net.Access;
import io.spoor.net.Gate;
import io.spoor.net.RefusedAtDoorException;
import io.spoor.net.Sender;
import io.spoor.net.Visitor;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Lets in who shows what the settings ask for: credentials first, then a tenant that they are good
 * for.
 */
public final class CredentialGate implements Gate {
  private final Optional<Authentication> authentication;
  private final Optional<Tenancy> tenancy;
  private final Optional<TenantLimit> limit;

  private CredentialGate(
      Optional<Authentication> authentication,
      Optional<Tenancy> tenancy,
      Optional<TenantLimit> limit) {
    this.authentication = requireNonNull(authentication, "authentication");
    this.tenancy = requireNonNull(tenancy, "tenancy");
    this.limit = requireNonNull(limit, "limit");
  }

  /**
   * A gate; one that asks for nothing is {@link Gate#OPEN}.
   *
   * @param authentication empty if nobody need show credentials
   * @param tenancy empty if everything is the default tenant's
   * @param limit of tenants that nobody has named; empty if they cost nothing
   */
  public static Gate of(
      Optional<Authentication> authentication,
      Optional<Tenancy> tenancy,
      Optional<TenantLimit> limit) {
    return authentication.isEmpty() && tenancy.isEmpty()
        ? Gate.OPEN
        : new CredentialGate(authentication, tenancy, limit);
  }

  @Override
  public Future<Visitor> admit(HttpServerRequest request, Access access, Sender sender) {
    if (authentication.isEmpty()) {
      return enter(request, access, sender, Grant.ALL);
    }
    Future<Grant> grant =
        authentication.get().verify(Optional.ofNullable(request.getHeader("Authorization")));
    return grant.compose(shown -> enter(request, access, sender, shown));
  }

  private Future<Visitor> enter(
      HttpServerRequest request, Access access, Sender sender, Grant grant) {
    try {
      Tenant tenant =
          tenancy.isPresent() && access == Access.TENANT
              ? tenancy.get().of(request.headers(), grant, limit)
              : Tenant.DEFAULT;
      return Future.succeededFuture(new Visitor(tenant, sender));
    } catch (RefusedAtDoorException e) {
      return Future.failedFuture(e);
    }
  }
}
