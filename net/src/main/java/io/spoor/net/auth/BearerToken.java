package io.spoor.net.auth;

import io.spoor.storage.Secret;
import io.vertx.core.MultiMap;
import java.util.Optional;

/** The token that a request brings for the store behind (contract: query.md §12). */
final class BearerToken {
  private static final String FORWARDED = "X-Forwarded-Access-Token";

  private BearerToken() {}

  static Optional<Secret> of(MultiMap headers) {
    String authorization = headers.get("Authorization");
    if (authorization == null) {
      return Optional.ofNullable(headers.get(FORWARDED))
          .filter(token -> !token.isEmpty())
          .map(Secret::new);
    }
    String[] parts = authorization.split(" ", -1);
    return switch (parts.length) {
      case 1 -> Optional.of(new Secret(parts[0])).filter(token -> !token.isEmpty());
      case 2 ->
          parts[0].equals("Bearer")
              ? Optional.of(new Secret(parts[1])).filter(token -> !token.isEmpty())
              : Optional.empty();
      default -> Optional.empty();
    };
  }
}
