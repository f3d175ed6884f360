package io.spoor.collector.forward;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.StandardConstants;

/**
 * Where to forward, and how patiently.
 *
 * @param maxAttempts of one write, the first included; what fails after them is the pipeline's to
 *     try again
 * @param resolveEvery names are resolved again that often, and soon after a connection was lost
 * @param callTimeout of one request with spans. A collector that stays silent so long is thought
 *     dead: its connection is closed. Jaeger waits for ever
 * @param headers sent along with calls for spans of a tenant, or of the default one: credentials
 *     and the tenant's name. Asked each time; does not block
 * @param maxRequestBytes below the 4 MiB that collectors take unless told otherwise
 */
public record ForwardOptions(
    List<Target> targets,
    Optional<ForwardTls> tls,
    int maxAttempts,
    Duration resolveEvery,
    Duration callTimeout,
    int maxRequestBytes,
    Function<Tenant, Map<String, String>> headers) {
  private static final Pattern ADDRESS = Pattern.compile(".*:.*|[0-9.]+");

  public ForwardOptions {
    targets = List.copyOf(targets);
    requireNonNull(tls, "tls");
    requireNonNull(resolveEvery, "resolveEvery");
    requireNonNull(callTimeout, "callTimeout");
    requireNonNull(headers, "headers");
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("want one target at least");
    }
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be >= 1 (got " + maxAttempts + ")");
    }
  }

  /** Patience as it is good for most. */
  public static ForwardOptions to(List<Target> targets, Optional<ForwardTls> tls, int maxAttempts) {
    return new ForwardOptions(
        targets,
        tls,
        maxAttempts,
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        2 << 20,
        tenant -> Map.of());
  }

  /** The same with headers. */
  public ForwardOptions withHeaders(Function<Tenant, Map<String, String>> own) {
    return new ForwardOptions(
        targets, tls, maxAttempts, resolveEvery, callTimeout, maxRequestBytes, own);
  }

  /**
   * Whether every server is asked for by a name. Java names those alone that hold a dot, and an
   * ingress must hear {@code jaeger-collector}, too; an address is never named.
   */
  boolean isNamed() {
    return targets.stream().map(this::authority).allMatch(ForwardOptions::isName);
  }

  private static boolean isName(String host) {
    if (ADDRESS.matcher(host).matches()) {
      return false;
    }
    try {
      return new SNIHostName(host).getType() == StandardConstants.SNI_HOST_NAME;
    } catch (IllegalArgumentException e) {
      return false; // has an underscore, such as containers have
    }
  }

  /** What names a server in TLS and in requests. */
  String authority(Target target) {
    return tls.flatMap(ForwardTls::serverName).orElse(target.host());
  }
}
