package io.spoor.app.config;

import ch.qos.logback.classic.Level;
import io.spoor.app.flag.ConfigFile;
import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import io.spoor.app.log.LogEncoding;
import io.spoor.app.log.Logging;
import io.spoor.net.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What every server role has: logs, metrics and the admin port (contract: collector.md §10.1). */
public record CommonOptions(
    Level logLevel,
    LogEncoding logEncoding,
    boolean metrics,
    String metricsRoute,
    Endpoint admin,
    Duration stopTimeout,
    SelfTracingSettings selfTracing) {
  private static final String ADMIN_PORT = ":14269";
  private static final String ADMIN_TLS = "admin.http";
  private static final Flag LOG_LEVEL =
      Flag.jaeger(
          "log-level", Type.TEXT, "info", "Least severe log line: debug, info, warn, error");
  private static final Flag LOG_ENCODING =
      Flag.jaeger("log-encoding", Type.TEXT, "json", "Form of log lines: json or console");
  private static final Flag METRICS_BACKEND =
      Flag.jaeger("metrics-backend", Type.TEXT, "prometheus", "prometheus or none");
  private static final Flag METRICS_ROUTE =
      Flag.jaeger(
          "metrics-http-route", Type.TEXT, "/metrics", "Path of the metrics on the admin port");

  private static final Flag FEATURE_GATES =
      Flag.ignored("feature-gates", Type.TEXT, "", "there are no feature gates");

  /** Less than the 30 s that Kubernetes gives. */
  private static final Flag STOP_TIMEOUT =
      Flag.spoor(
          "stop-timeout",
          Type.DURATION,
          "25s",
          "How long an orderly stop may take, journal drained into the store");

  /** For a role whose admin port is the usual one. */
  public static List<FlagGroup> groups() {
    return groups(ADMIN_PORT);
  }

  /** For a role with an admin port of its own. */
  public static List<FlagGroup> groups(String adminPort) {
    List<Flag> admin =
        new ArrayList<>(List.of(adminFlag(adminPort), METRICS_BACKEND, METRICS_ROUTE));
    admin.addAll(TlsOptions.serverFlags(ADMIN_TLS));
    return List.of(
        new FlagGroup(
            "Process",
            List.of(ConfigFile.FLAG, LOG_LEVEL, LOG_ENCODING, STOP_TIMEOUT, FEATURE_GATES)),
        new FlagGroup("Admin port: health, metrics, version", admin),
        SelfTracingSettings.group());
  }

  public static CommonOptions read(Settings settings, Map<String, String> environment) {
    return read(settings, environment, ADMIN_PORT);
  }

  /** For a role with an admin port of its own. */
  public static CommonOptions read(
      Settings settings, Map<String, String> environment, String adminPort) {
    Flag admin = adminFlag(adminPort);
    return new CommonOptions(
        settings.read(LOG_LEVEL, Logging::parseLevel),
        settings.read(LOG_ENCODING, LogEncoding::parse),
        settings.read(METRICS_BACKEND, CommonOptions::isPrometheus),
        settings.read(METRICS_ROUTE, CommonOptions::route),
        new Endpoint(
            admin,
            settings.read(admin, HostPort::parse),
            TlsOptions.readServer(ADMIN_TLS, settings),
            Bounds.DEFAULTS),
        settings.duration(STOP_TIMEOUT, Duration.ofSeconds(1)),
        SelfTracingSettings.read(settings, environment));
  }

  private static Flag adminFlag(String address) {
    return Flag.jaeger(
            "admin.http.host-port", Type.HOST_PORT, address, "Health, metrics and version")
        .formerly("admin-http-port");
  }

  private static boolean isPrometheus(String text) {
    return switch (text) {
      case "prometheus" -> true;
      case "none" -> false;
      default -> throw new IllegalArgumentException("want prometheus or none");
    };
  }

  private static String route(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("want a path that starts with a slash");
    }
    return text;
  }
}
