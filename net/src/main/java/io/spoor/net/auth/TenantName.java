package io.spoor.net.auth;

import io.spoor.storage.Tenant;
import java.util.Optional;

/** What a tenant may be called: 1 to 64 of letters, digits, dot, dash and underscore. */
public final class TenantName {
  private static final int MAX_LENGTH = 64;

  private TenantName() {}

  /** The tenant of that name; empty if nobody can be called so. */
  public static Optional<Tenant> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isAllowed(text.charAt(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(new Tenant(text));
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-'
        || c == '_';
  }
}
