package io.spoor.collector.receiver;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells browsers which pages may post. A refused preflight is answered like a granted one, without
 * the headers that grant it. Immutable.
 */
public final class Cors {
  private static final String ANY = "*";
  private static final Set<String> METHODS = Set.of("GET", "POST", "HEAD");

  private static final String VARY_PREFLIGHT =
      "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

  /** What pages may set when nobody says what they may. */
  private static final List<String> USUAL_HEADERS =
      List.of("accept", "content-type", "x-requested-with");

  private final List<String> origins;
  private final List<String> headers;
  private final boolean isAnyOrigin;
  private final boolean isAnyHeader;

  public Cors(CorsOptions options) {
    origins = options.allowedOrigins().stream().map(Cors::lowerCase).toList();
    headers =
        options.allowedHeaders().isEmpty()
            ? USUAL_HEADERS
            : options.allowedHeaders().stream().map(Cors::lowerCase).toList();
    isAnyOrigin = origins.contains(ANY);
    isAnyHeader = headers.contains(ANY);
  }

  /**
   * Adds the headers that this request's page needs to see the answer.
   *
   * @return whether it was only asking, and has its answer now
   */
  public boolean handle(HttpServerRequest request) {
    if (origins.isEmpty()) {
      return false;
    }
    HttpServerResponse response = request.response();
    String origin = request.getHeader("origin");
    String method = request.getHeader("access-control-request-method");
    boolean isPreflight = request.method().equals(HttpMethod.OPTIONS) && method != null;
    String asked = request.getHeader("access-control-request-headers");
    boolean isGranted =
        origin != null
            && allowsOrigin(lowerCase(origin))
            && (!isPreflight || (METHODS.contains(method) && allowsHeaders(asked)));
    response.headers().add("Vary", isPreflight ? VARY_PREFLIGHT : "Origin");
    if (isGranted) {
      response.putHeader("Access-Control-Allow-Origin", isAnyOrigin ? ANY : origin);
      if (!isAnyOrigin) {
        // Browsers take no credentials together with any origin.
        response.putHeader("Access-Control-Allow-Credentials", "true");
      }
      if (isPreflight) {
        response.putHeader("Access-Control-Allow-Methods", method);
        if (asked != null && !asked.isBlank()) {
          response.putHeader("Access-Control-Allow-Headers", asked);
        }
      }
    }
    if (isPreflight) {
      response.setStatusCode(204).end();
    }
    return isPreflight;
  }

  private boolean allowsOrigin(String origin) {
    return isAnyOrigin || origins.stream().anyMatch(allowed -> matches(allowed, origin));
  }

  private static boolean matches(String pattern, String origin) {
    int star = pattern.indexOf('*');
    return star < 0
        ? pattern.equals(origin)
        : origin.length() >= pattern.length() - 1
            && origin.startsWith(pattern.substring(0, star))
            && origin.endsWith(pattern.substring(star + 1));
  }

  private boolean allowsHeaders(String asked) {
    return isAnyHeader
        || asked == null
        || asked.isBlank()
        || Arrays.stream(asked.split(",", -1)).map(Cors::lowerCase).allMatch(headers::contains);
  }

  private static String lowerCase(String text) {
    return text.trim().toLowerCase(Locale.ROOT);
  }
}
