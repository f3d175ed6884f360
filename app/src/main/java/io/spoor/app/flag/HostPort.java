package io.spoor.app.flag;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * Where to listen.
 *
 * @param host empty for every interface
 */
public record HostPort(String host, int port) {
  private static final int MAX_PORT = 65_535;
  private static final Pattern PORT = Pattern.compile("[0-9]{1,9}");

  public HostPort {
    requireNonNull(host, "host");
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port must be 0 to " + MAX_PORT + " (got " + port + ")");
    }
  }

  /** Reads {@code host:port}, {@code [v6]:port}, {@code :port}, or a bare port. */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw new IllegalArgumentException("want an IPv6 address in brackets, as in [::1]:port");
    }
    String port = text.substring(colon + 1);
    if (!PORT.matcher(port).matches()) {
      throw new IllegalArgumentException("want host:port, :port or port");
    }
    return new HostPort(host, Integer.parseInt(port));
  }

  /** The address to bind. Where there is IPv6, Java binds this wildcard for both families. */
  public String bindHost() {
    return host.isEmpty() ? "0.0.0.0" : host;
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
