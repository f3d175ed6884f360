package io.spoor.app.verify;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import io.spoor.app.traffic.Protocol;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What to verify.
 *
 * @param targets by protocol: none is sent by the others
 * @param query where the API is, with its base path
 * @param queryHeaders of every question
 * @param interval between rounds; zero = one round
 * @param timeout after which an acknowledged canary is lost
 */
record VerifyOptions(
    Map<Protocol, HostPort> targets,
    URI query,
    Map<String, String> queryHeaders,
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

  VerifyOptions {
    targets = Map.copyOf(targets);
    queryHeaders = Map.copyOf(queryHeaders);
  }

  static FlagGroup group() {
    return new FlagGroup("Canaries", List.of(PROTOCOLS, COLLECTOR, QUERY, INTERVAL, TIMEOUT));
  }

  static VerifyOptions read(Settings settings) {
    String host = settings.text(COLLECTOR);
    return new VerifyOptions(
        settings.read(PROTOCOLS, text -> targets(text, host)),
        settings.read(QUERY, VerifyOptions::url),
        Map.of(),
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
