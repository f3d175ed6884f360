package io.spoor.query.http;

import io.spoor.storage.BearerToken;
import io.vertx.core.MultiMap;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose token the store is to be asked with (contract: query.md §12). */
final class CallersToken {
  private static final Logger LOG = LoggerFactory.getLogger(CallersToken.class);
  private static final String AUTHORIZATION = "Authorization";
  private static final String FORWARDED = "X-Forwarded-Access-Token";
  private static final String SCHEME = "Bearer";

  private CallersToken() {}

  /**
   * {@code Authorization}, or where there is none the header that proxies for OAuth send: a scheme
   * and a token, or a token alone. What is anything else is no token, and no error either.
   */
  static Optional<BearerToken> of(MultiMap headers) {
    String value = Optional.ofNullable(headers.get(AUTHORIZATION)).orElse("");
    if (value.isEmpty()) {
      value = Optional.ofNullable(headers.get(FORWARDED)).orElse("");
    }
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = value.split(" ", -1);
    String token =
        parts.length == 1
            ? value
            : parts.length == 2 && parts[0].equalsIgnoreCase(SCHEME) ? parts[1] : "";
    if (!BearerToken.isOne(token)) {
      LOG.debug("A request's authorization is no bearer token: the store is asked without it");
      return Optional.empty();
    }
    return Optional.of(new BearerToken(token));
  }
}
