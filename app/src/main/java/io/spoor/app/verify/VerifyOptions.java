package io.spoor.app.verify;

import io.spoor.app.config.ClientCredentials;
import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import io.spoor.app.traffic.Protocol;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to verify.
 *
 * @param targets by protocol: none is sent by the others
 * @param query where the API is, with its base path
 * @param credentials shown to collectors
 * @param queryCredentials shown to query; without a token of their own, those above
 * @param interval between rounds; zero = one round
 * @param timeout after which an acknowledged canary is lost
 */
record VerifyOptions(
    Map<Protocol, HostPort> targets,
    URI query,
    ClientCredentials credentials,
    ClientCredentials queryCredentials,
    Duration interval,
    Duration timeout) {
  private static final Flag PROTOCOLS =
      Flag.spoor(
          "protocols",
          Type.TEXT,
          Protocol.names().replace(" ", ""),
          "How to send, comma separated; name=host:port for a port of its own");
  private static final Flag COLLECTOR =
      Flag.spoor(
          "collector", Type.TEXT, "localhost", "Host of the collector; each protocol's usual port");
  private static final Flag QUERY =
      Flag.spoor("query", Type.TEXT, "http://localhost:16686", "URL of query, with its base path");
  private static final Flag INTERVAL =
      Flag.spoor(
          "interval",
          Type.DURATION,
          "0s",
          "Between rounds, with metrics on the admin port; 0 = one round, told on standard output");
  private static final Flag TIMEOUT =
      Flag.spoor("timeout", Type.DURATION, "30s", "After which an acknowledged trace is lost");

  private static final Flag QUERY_TOKEN =
      Flag.spoor("query.token-file", Type.TEXT, "", "Bearer token to show to query");

  VerifyOptions {
    targets = Map.copyOf(targets);
  }

  static List<FlagGroup> groups() {
    return List.of(
        new FlagGroup("Canaries", List.of(PROTOCOLS, COLLECTOR, QUERY, INTERVAL, TIMEOUT)),
        new FlagGroup("What to show", ClientCredentials.flags("")),
        new FlagGroup("What to show to query, if not the same", List.of(QUERY_TOKEN)));
  }

  /** The headers of every batch of spans. Blocks. */
  Map<String, String> headers() throws InterruptedException {
    return credentials.headersNow();
  }

  /** The headers of every question. Blocks. */
  Map<String, String> queryHeaders() throws InterruptedException {
    Map<String, String> headers = new HashMap<>(credentials.headersNow());
    headers.putAll(queryCredentials.headersNow());
    return headers;
  }

  static VerifyOptions read(Settings settings) {
    String host = settings.text(COLLECTOR);
    return new VerifyOptions(
        settings.read(PROTOCOLS, text -> targets(text, host)),
        settings.read(QUERY, VerifyOptions::url),
        ClientCredentials.read("", settings),
        ClientCredentials.readToken(QUERY_TOKEN, settings),
        settings.duration(INTERVAL, Duration.ZERO),
        settings.duration(TIMEOUT, Duration.ofMillis(100)));
  }

  private static Map<Protocol, HostPort> targets(String text, String host) {
    Map<Protocol, HostPort> targets = new EnumMap<>(Protocol.class);
    for (String entry : text.split(",", -1)) {
      String[] parts = entry.strip().split("=", 2);
      Protocol protocol = Protocol.parse(parts[0]);
      HostPort target = new HostPort(host, protocol.defaultPort());
      if (parts.length == 2) {
        HostPort given = HostPort.parse(parts[1]);
        target = given.host().isEmpty() ? new HostPort(host, given.port()) : given;
      }
      targets.put(protocol, target);
    }
    return targets;
  }

  private static URI url(String text) {
    URI url = URI.create(text);
    if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
      throw new IllegalArgumentException("want a URL such as http://query:16686");
    }
    return url;
  }
}
