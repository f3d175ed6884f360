package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.Settings;
import io.spoor.net.tls.ServerTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Flags of a listener's TLS: the same for all of them (contract: collector.md §10.7). */
public final class TlsOptions {
  private static final List<String> VERSIONS = List.of("1.0", "1.1", "1.2", "1.3");
  private static final String DEFAULT_MIN = "1.2";
  private static final String DEFAULT_MAX = "1.3";

  /** Three small files are read so often: a renewed certificate is in force soon enough. */
  private static final Duration DEFAULT_RELOAD = Duration.ofSeconds(5);

  private TlsOptions() {}

  /** Flags of a listener under a prefix such as {@code collector.grpc}. */
  public static List<Flag> serverFlags(String prefix) {
    return List.of(
        flag(prefix, "enabled", Type.BOOLEAN, "false", "Serve TLS"),
        flag(prefix, "cert", Type.TEXT, "", "Certificate chain (PEM)"),
        flag(prefix, "key", Type.TEXT, "", "Private key (PEM)"),
        flag(
            prefix,
            "client-ca",
            Type.TEXT,
            "",
            "CA that client certificates must come from; makes them mandatory"),
        flag(
            prefix,
            "cipher-suites",
            Type.TEXT,
            "",
            "Comma-separated cipher suites, for TLS up to 1.2"),
        flag(prefix, "min-version", Type.TEXT, "", "Lowest TLS version, 1.0 to 1.3"),
        flag(prefix, "max-version", Type.TEXT, "", "Highest TLS version, 1.0 to 1.3"),
        flag(
            prefix,
            "reload-interval",
            Type.DURATION,
            "0s",
            "How often the files are looked at for changes; 0 = every 5s"));
  }

  /** Reads the flags of a listener; empty if TLS is off. */
  public static Optional<ServerTls> readServer(String prefix, Settings settings) {
    List<Flag> flags = serverFlags(prefix);
    if (!settings.bool(flags.get(0))) {
      // Charts hand on empty values: those mean nothing.
      if (flags.stream()
          .skip(1)
          .anyMatch(flag -> settings.isGiven(flag) && !settings.text(flag).isEmpty())) {
        settings.complain(
            prefix + ".tls.* options cannot be used when " + prefix + ".tls.enabled is false");
      }
      return Optional.empty();
    }
    Optional<Path> certificate = settings.read(flags.get(1), TlsOptions::file);
    Optional<Path> key = settings.read(flags.get(2), TlsOptions::file);
    if (certificate.isEmpty() || key.isEmpty()) {
      settings.complain(
          "--"
              + prefix
              + ".tls.enabled needs --"
              + prefix
              + ".tls.cert and --"
              + prefix
              + ".tls.key");
      return Optional.empty();
    }
    Optional<Path> authority = settings.read(flags.get(3), TlsOptions::file);
    List<String> suites = settings.read(flags.get(4), TlsOptions::suites);
    int min = settings.read(flags.get(5), text -> version(text, DEFAULT_MIN));
    int max = settings.read(flags.get(6), text -> version(text, DEFAULT_MAX));
    if (min > max) {
      settings.complain(
          "--" + prefix + ".tls.min-version is above --" + prefix + ".tls.max-version");
      return Optional.empty();
    }
    Set<String> protocols = new LinkedHashSet<>();
    for (int i = min; i <= max; i++) {
      protocols.add(i == 0 ? "TLSv1" : "TLSv" + VERSIONS.get(i));
    }
    Duration reload = settings.duration(flags.get(7), Duration.ZERO);
    return Optional.of(
        new ServerTls(
            prefix,
            certificate.get(),
            key.get(),
            authority,
            suites,
            protocols,
            reload.isZero() ? DEFAULT_RELOAD : reload));
  }

  private static Flag flag(
      String prefix, String option, Type type, String defaultValue, String description) {
    return Flag.jaeger(prefix + ".tls." + option, type, defaultValue, description);
  }

  /** A file that can be read; empty if the text is. */
  static Optional<Path> file(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Path path = Path.of(text);
    if (Files.isDirectory(path) || !Files.isReadable(path)) {
      throw new IllegalArgumentException("no file that can be read");
    }
    return Optional.of(path);
  }

  private static List<String> suites(String text) {
    List<String> suites = new ArrayList<>();
    if (text.isBlank()) {
      // To ask the runtime takes it a quarter of a start (contract: deploy.md §14).
      return suites;
    }
    Set<String> supported = supportedSuites();
    for (String entry : text.split(",", -1)) {
      String suite = entry.trim();
      if (!suite.isEmpty()) {
        if (!supported.contains(suite)) {
          throw new IllegalArgumentException("no cipher suite " + suite);
        }
        suites.add(suite);
      }
    }
    return suites;
  }

  private static Set<String> supportedSuites() {
    try {
      return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java runtime without TLS", e);
    }
  }

  private static int version(String text, String whenEmpty) {
    int index = VERSIONS.indexOf(text.isEmpty() ? whenEmpty : text);
    if (index < 0) {
      throw new IllegalArgumentException("want one of " + VERSIONS);
    }
    return index;
  }
}
