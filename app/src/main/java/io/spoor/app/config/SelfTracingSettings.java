package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Traces of Spoor itself.
 *
 * @param endpoint where OTLP over HTTP is taken, with its path
 */
public record SelfTracingSettings(boolean enabled, URI endpoint) {
  private static final String OTEL = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String PATH = "/v1/traces";
  private static final Flag ENABLED =
      Flag.spoor("self-tracing.enabled", Type.BOOLEAN, "false", "Make traces of Spoor itself");
  private static final Flag ENDPOINT =
      Flag.spoor(
          "self-tracing.endpoint",
          Type.TEXT,
          "",
          "Where they go, OTLP over HTTP; empty = " + OTEL + ", else http://localhost:4318");

  /** Of Jaeger, whose query alone it is. */
  private static final Flag QUERY =
      Flag.jaeger("query.enable-tracing", Type.BOOLEAN, "false", "As self-tracing.enabled");

  static Flag queryFlag() {
    return QUERY;
  }

  static FlagGroup group() {
    return new FlagGroup("Traces of itself", List.of(ENABLED, ENDPOINT));
  }

  /**
   * @param environment for OpenTelemetry's own variable
   */
  static SelfTracingSettings read(Settings settings, Map<String, String> environment) {
    String usual = environment.getOrDefault(OTEL, "http://localhost:4318");
    return new SelfTracingSettings(
        settings.bool(ENABLED) || settings.bool(QUERY),
        settings.read(ENDPOINT, text -> url(text.isEmpty() ? usual : text)));
  }

  private static URI url(String text) {
    URI url = URI.create(text);
    if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
      throw new IllegalArgumentException("want a URL such as http://collector:4318");
    }
    return url.getPath().endsWith(PATH) ? url : URI.create(text.replaceFirst("/+$", "") + PATH);
  }
}
