package io.spoor.app.config;

import ch.qos.logback.classic.Level;
import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import io.spoor.app.log.LogEncoding;
import io.spoor.app.log.Logging;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every server role has: logs, metrics and the admin port (contract: collector.md §10.1). */
public record CommonOptions(
    Level logLevel,
    LogEncoding logEncoding,
    boolean metrics,
    String metricsRoute,
    HostPort admin,
    Optional<TlsOptions> adminTls) {
  public static final Flag ADMIN_HOST_PORT =
      Flag.jaeger("admin.http.host-port", Type.HOST_PORT, ":14269", "Health, metrics and version");

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

  public static List<FlagGroup> groups() {
    List<Flag> admin = new ArrayList<>(List.of(ADMIN_HOST_PORT, METRICS_BACKEND, METRICS_ROUTE));
    admin.addAll(TlsOptions.serverFlags(ADMIN_TLS));
    return List.of(
        new FlagGroup("Logs", List.of(LOG_LEVEL, LOG_ENCODING)),
        new FlagGroup("Admin port: health, metrics, version", admin));
  }

  public static CommonOptions read(Settings settings) {
    return new CommonOptions(
        settings.read(LOG_LEVEL, Logging::parseLevel),
        settings.read(LOG_ENCODING, LogEncoding::parse),
        settings.read(METRICS_BACKEND, CommonOptions::isPrometheus),
        settings.read(METRICS_ROUTE, CommonOptions::route),
        settings.read(ADMIN_HOST_PORT, HostPort::parse),
        TlsOptions.readServer(ADMIN_TLS, settings));
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
