package io.spoor.storage.elasticsearch.connection;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the cluster is and how it is spoken to (contract: elasticsearch.md §10, §11). Jaeger's
 * {@code sniffer} has no counterpart: all nodes that are to be used are listed, or a balancer is.
 *
 * @param servers nodes or balancers before them, at least one; asked in turn, those that do not
 *     answer are left out for a while. All have the same path, if they have one
 * @param tls for servers with https
 * @param timeout of the silence of a server that was asked; zero means the default of two minutes:
 *     Jaeger waits for ever, and a node that is gone without a word would hold a writer as long
 * @param compression of bodies, both ways
 * @param getBodyAs the verb in the place of GET for a request with a body; empty for GET itself
 * @param version major version of the server, where it must not be asked
 */
public record ConnectionOptions(
    List<URI> servers,
    Credentials credentials,
    ClusterTls tls,
    ProxySettings proxy,
    Duration timeout,
    boolean compression,
    String getBodyAs,
    Optional<Integer> version) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

  public ConnectionOptions {
    servers = List.copyOf(servers);
    requireNonNull(credentials, "credentials");
    requireNonNull(tls, "tls");
    requireNonNull(proxy, "proxy");
    requireNonNull(version, "version");
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("no server URL");
    }
    servers.forEach(ConnectionOptions::check);
    if (servers.stream().map(ConnectionOptions::path).distinct().count() > 1) {
      throw new IllegalArgumentException("server URLs must have the same path: " + servers);
    }
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must be >= 0 (got " + timeout + ")");
    }
    if (!List.of("", "GET", "POST").contains(getBodyAs)) {
      throw new IllegalArgumentException(
          "send-get-body-as must be GET or POST (got " + getBodyAs + ")");
    }
  }

  /** With Jaeger's defaults for all the rest. */
  public ConnectionOptions(List<URI> servers) {
    this(
        servers,
        Credentials.NONE,
        ClusterTls.DEFAULTS,
        ProxySettings.NONE,
        Duration.ZERO,
        true,
        "",
        Optional.empty());
  }

  /**
   * Full URLs, comma separated, blanks removed. A user and password within the first that has them
   * become the credentials and leave the URL, which logs and messages show.
   *
   * @throws IllegalArgumentException naming the URL that is none
   */
  public static ConnectionOptions of(String serverUrls) {
    List<URI> servers = new ArrayList<>();
    Credentials credentials = Credentials.NONE;
    for (String entry : serverUrls.split(",", -1)) {
      String url = entry.replaceAll("\\s", "");
      if (url.isEmpty()) {
        continue;
      }
      URI server = parse(url);
      if (server.getUserInfo() != null) {
        String[] pair = server.getUserInfo().split(":", 2);
        if (credentials.username().isEmpty()) {
          credentials = Credentials.basic(pair[0], pair.length > 1 ? pair[1] : "");
        }
        server = URI.create(url.replaceFirst("//[^/@]*@", "//"));
      }
      servers.add(server);
    }
    return new ConnectionOptions(servers).with(credentials);
  }

  /** Its own message would show the URL with all that stands in it. */
  private static URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          masked(url) + " is no URL: " + e.getReason() + " at " + e.getIndex(), e);
    }
  }

  /** The text without what may be a user and password in it. */
  public static String masked(String urls) {
    return urls.replaceAll("//[^,\\s]*@", "//***@");
  }

  public ConnectionOptions with(Credentials other) {
    return new ConnectionOptions(
        servers, other, tls, proxy, timeout, compression, getBodyAs, version);
  }

  public ConnectionOptions with(ClusterTls other) {
    return new ConnectionOptions(
        servers, credentials, other, proxy, timeout, compression, getBodyAs, version);
  }

  public ConnectionOptions with(ProxySettings other) {
    return new ConnectionOptions(
        servers, credentials, tls, other, timeout, compression, getBodyAs, version);
  }

  public ConnectionOptions withTimeout(Duration other) {
    return new ConnectionOptions(
        servers, credentials, tls, proxy, other, compression, getBodyAs, version);
  }

  public ConnectionOptions withCompression(boolean other) {
    return new ConnectionOptions(
        servers, credentials, tls, proxy, timeout, other, getBodyAs, version);
  }

  public ConnectionOptions withGetBodyAs(String other) {
    return new ConnectionOptions(
        servers, credentials, tls, proxy, timeout, compression, other, version);
  }

  public ConnectionOptions withVersion(int other) {
    return new ConnectionOptions(
        servers, credentials, tls, proxy, timeout, compression, getBodyAs, Optional.of(other));
  }

  Duration silence() {
    return timeout.isZero() ? DEFAULT_TIMEOUT : timeout;
  }

  /** Of all servers; empty when they have none. */
  String path() {
    return path(servers.get(0));
  }

  private static String path(URI server) {
    String path = server.getRawPath() == null ? "" : server.getRawPath();
    return path.replaceAll("/+$", "");
  }

  private static void check(URI server) {
    boolean http = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
    if (!http || server.getHost() == null || server.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "server URL must look like https://host:9200 (got " + masked(server.toString()) + ")");
    }
    if (server.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "credentials do not belong into the server URL of " + server.getHost());
    }
  }
}
