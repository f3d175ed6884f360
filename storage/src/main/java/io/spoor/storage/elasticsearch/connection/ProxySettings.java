package io.spoor.storage.elasticsearch.connection;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTP proxy that the environment names, as Go's programs read it: {@code HTTP_PROXY} for http,
 * {@code HTTPS_PROXY} for https, and {@code NO_PROXY} with host names (and all names beneath them),
 * addresses, each perhaps with a port, or a star; lower case too. This machine is never asked
 * through a proxy. Ranges such as {@code 10.0.0.0/8} are understood for addresses of version 4.
 */
public record ProxySettings(String http, String https, String except) {
  public static final ProxySettings NONE = new ProxySettings("", "", "");

  public ProxySettings {
    requireNonNull(http, "http");
    requireNonNull(https, "https");
    requireNonNull(except, "except");
  }

  public static ProxySettings of(Map<String, String> environment) {
    return new ProxySettings(
        variable(environment, "HTTP_PROXY"),
        variable(environment, "HTTPS_PROXY"),
        variable(environment, "NO_PROXY"));
  }

  private static String variable(Map<String, String> environment, String name) {
    String upper = environment.getOrDefault(name, "");
    return upper.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper;
  }

  /**
   * @param port -1 for the scheme's own
   */
  Optional<URI> proxyFor(String scheme, String host, int port) {
    boolean tls = scheme.equals("https");
    String proxy = (tls ? https : http).strip();
    int actualPort = port >= 0 ? port : tls ? 443 : 80;
    if (proxy.isEmpty() || isThisMachine(host) || isExcepted(host, actualPort)) {
      return Optional.empty();
    }
    return Optional.of(URI.create(proxy.contains("://") ? proxy : "http://" + proxy));
  }

  private static boolean isThisMachine(String host) {
    return host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("::1")
        || host.equals("[::1]");
  }

  private boolean isExcepted(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    for (String entry : except.split(",", -1)) {
      String pattern = entry.strip().toLowerCase(Locale.ROOT);
      if (!pattern.isEmpty() && covers(pattern, name, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean covers(String pattern, String host, int port) {
    if (pattern.equals("*")) {
      return true;
    }
    int slash = pattern.indexOf('/');
    if (slash >= 0) {
      return inRange(pattern.substring(0, slash), pattern.substring(slash + 1), host);
    }
    String name = pattern;
    int colon = pattern.indexOf(':');
    if (colon >= 0 && colon == pattern.lastIndexOf(':')) {
      if (!pattern.substring(colon + 1).equals(Integer.toString(port))) {
        return false;
      }
      name = pattern.substring(0, colon);
    }
    if (name.startsWith("*.")) {
      name = name.substring(1);
    }
    return name.startsWith(".")
        ? host.endsWith(name)
        : host.equals(name) || host.endsWith("." + name);
  }

  private static boolean inRange(String network, String bits, String host) {
    Optional<Integer> wanted = address(network);
    Optional<Integer> actual = address(host);
    if (wanted.isEmpty() || actual.isEmpty() || !bits.matches("\\d{1,2}")) {
      return false;
    }
    int length = Integer.parseInt(bits);
    int mask = length == 0 ? 0 : length > 32 ? -1 : -1 << (32 - length);
    return (wanted.get() & mask) == (actual.get() & mask);
  }

  private static Optional<Integer> address(String text) {
    if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return Optional.empty();
    }
    int address = 0;
    for (String part : text.split("\\.", -1)) {
      address = (address << 8) | (Integer.parseInt(part) & 0xff);
    }
    return Optional.of(address);
  }
}
