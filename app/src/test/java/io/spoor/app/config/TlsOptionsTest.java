package io.spoor.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.flag.FlagException;
import io.spoor.app.flag.Settings;
import io.spoor.net.tls.ServerTls;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: collector.md §7.5 and §10.7, deploy.md §6. */
final class TlsOptionsTest {
  @TempDir Path directory;
  private final Map<String, String> line = new HashMap<>();

  @BeforeEach
  void enable() throws Exception {
    set("enabled", "true");
    set("cert", Files.createFile(directory.resolve("cert")).toString());
    set("key", Files.createFile(directory.resolve("key")).toString());
  }

  @Test
  void isOffByDefault() {
    line.clear();
    assertEquals(Optional.empty(), read(settings()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cert", "key", "client-ca", "cipher-suites", "min-version", "max-version"})
  void refusesAnyOptionWhileItIsOff(String option) {
    line.clear();
    set(option, "1.2");
    assertEquals(
        List.of("query.http.tls.* options cannot be used when query.http.tls.enabled is false"),
        complaints());
    set("enabled", "false");
    assertEquals(1, complaints().size());
  }

  @Test
  void emptyOptionsMeanNothingWhileItIsOff() {
    line.clear();
    set("cert", "");
    assertEquals(Optional.empty(), read(settings()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cert", "key"})
  void needsBothCertificateAndKey(String missing) {
    line.remove("query.http.tls." + missing);
    assertEquals(
        List.of("--query.http.tls.enabled needs --query.http.tls.cert and --query.http.tls.key"),
        complaints());
  }

  @Test
  void refusesFilesThatCannotBeRead() {
    for (String option : List.of("cert", "key", "client-ca")) {
      for (String path : List.of(directory.resolve("nothing").toString(), directory.toString())) {
        String before = line.get("query.http.tls." + option);
        set(option, path);
        assertEquals(
            "invalid value \""
                + path
                + "\" for --query.http.tls."
                + option
                + ": no file that can be read",
            complaints().get(0));
        set(option, before == null ? "" : before);
      }
    }
  }

  @Test
  void speaksTls12And13ByDefault() {
    assertEquals(Set.of("TLSv1.2", "TLSv1.3"), tls().protocols());
    set("min-version", "1.0");
    assertEquals(Set.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"), tls().protocols());
    set("min-version", "1.3");
    assertEquals(Set.of("TLSv1.3"), tls().protocols());
    set("min-version", "1.2");
    set("max-version", "1.2");
    assertEquals(Set.of("TLSv1.2"), tls().protocols());
  }

  @Test
  void refusesVersionsThatDoNotExistOrContradict() {
    set("min-version", "1.4");
    assertEquals(
        List.of(
            "invalid value \"1.4\" for --query.http.tls.min-version: want one of [1.0, 1.1, 1.2, 1.3]"),
        complaints());
    set("min-version", "1.3");
    set("max-version", "1.2");
    assertEquals(
        List.of("--query.http.tls.min-version is above --query.http.tls.max-version"),
        complaints());
  }

  @Test
  void cipherSuitesLeaveThoseOfTls13Alone() {
    set("cipher-suites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, ");
    Set<String> enabled = tls().applyTo(new HttpServerOptions()).getEnabledCipherSuites();
    assertTrue(enabled.contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), enabled::toString);
    assertTrue(enabled.contains("TLS_AES_128_GCM_SHA256"), enabled::toString);
    assertEquals(4, enabled.size());
  }

  @Test
  void refusesCipherSuitesThatDoNotExist() {
    set("cipher-suites", "TLS_NO_SUCH_SUITE");
    assertEquals(
        List.of(
            "invalid value \"TLS_NO_SUCH_SUITE\" for --query.http.tls.cipher-suites:"
                + " no cipher suite TLS_NO_SUCH_SUITE"),
        complaints());
  }

  private void set(String option, String value) {
    line.put("query.http.tls." + option, value);
  }

  private Settings settings() {
    return new Settings(line, Map.of());
  }

  private ServerTls tls() {
    return read(settings()).orElseThrow();
  }

  private List<String> complaints() {
    Settings settings = settings();
    TlsOptions.readServer("query.http", settings);
    return assertThrows(FlagException.class, settings::verify).complaints();
  }

  private static Optional<ServerTls> read(Settings settings) {
    Optional<ServerTls> tls = TlsOptions.readServer("query.http", settings);
    settings.verify();
    return tls;
  }
}
