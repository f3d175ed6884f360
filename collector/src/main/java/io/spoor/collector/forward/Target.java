package io.spoor.collector.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A name that collectors answer to (contract: collector.md §7.5, deploy.md §6.2). Whatever the form
 * it was given in, calls go round robin to every address it resolves to; {@code passthrough:///}
 * and a bare name mean one address to gRPC, which is the same wherever there is one.
 *
 * @param host name or address, without brackets
 */
public record Target(String host, int port) {
  private static final int DNS_DEFAULT_PORT = 443;
  private static final int MAX_PORT = 65_535;
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]+(%.*)?");

  /**
   * Reads a comma-separated list.
   *
   * @param defaultPort of entries without one; behind {@code dns:///} that is 443, as gRPC has it
   * @throws IllegalArgumentException saying what would fit
   */
  public static List<Target> parseAll(String text, int defaultPort) {
    List<Target> targets = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      String trimmed = entry.trim();
      if (!trimmed.isEmpty()) {
        targets.add(parse(trimmed, defaultPort));
      }
    }
    return List.copyOf(targets);
  }

  private static Target parse(String text, int defaultPort) {
    int scheme = text.indexOf(":///");
    if (scheme < 0) {
      if (text.contains("://")) {
        throw new IllegalArgumentException(
            "want host:port, dns:///host:port or passthrough:///host:port; other resolvers and a name"
                + " server of its own are not supported");
      }
      // The short form of dns:/// with a port; without one, dns is a host like any other.
      boolean isShort = text.startsWith("dns:") && text.indexOf(':', 4) > 0;
      return endpoint(isShort ? text.substring(4) : text, defaultPort);
    }
    String rest = text.substring(scheme + 4);
    return switch (text.substring(0, scheme)) {
      case "dns" -> endpoint(rest, DNS_DEFAULT_PORT);
      case "passthrough" -> endpoint(rest, defaultPort);
      default ->
          throw new IllegalArgumentException(
              "unknown resolver " + text.substring(0, scheme) + ": want dns or passthrough");
    };
  }

  private static Target endpoint(String text, int defaultPort) {
    int colon = text.lastIndexOf(':');
    boolean isBareV6 = text.indexOf(':') != colon && !text.startsWith("[");
    boolean hasPort = colon >= 0 && !isBareV6 && text.indexOf(']') < colon;
    if (isBareV6 && !V6.matcher(text).matches()) {
      throw new IllegalArgumentException("want host:port, got " + text);
    }
    String host = hasPort ? text.substring(0, colon) : text;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = hasPort ? port(text.substring(colon + 1)) : defaultPort;
    return new Target(host.isEmpty() ? "localhost" : host, port);
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException("want a port from 1 to " + MAX_PORT + ", got " + text);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
