package io.spoor.storage.elasticsearch.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.spoor.storage.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionOptionsTest {
  @Test
  void readsJaegersListOfUrlsWithBlanksAndLeavesSecretsOutOfIt() {
    ConnectionOptions options =
        ConnectionOptions.of(
            " http://a:9200 , https://user:pass%3Aword@b/es/ ,".replace("/es/", ""));
    assertEquals(List.of(URI.create("http://a:9200"), URI.create("https://b")), options.servers());
    assertEquals(Credentials.basic("user", "pass:word"), options.credentials());
    assertFalse(options.toString().contains("pass:word"), options::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " , ", "localhost:9200", "ftp://a", "http://", "http://a?b=c", "http://a b:x"})
  void refusesWhatIsNoServer(String list) {
    assertThrows(IllegalArgumentException.class, () -> ConnectionOptions.of(list));
  }

  @Test
  void refusesSettingsThatContradictEachOther() {
    Optional<Path> file = Optional.of(Path.of("file"));
    assertThrows(
        IllegalArgumentException.class,
        () -> credentials(new Secret("password"), file, Optional.empty(), Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> credentials(Secret.NONE, Optional.empty(), file, file));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClusterTls(List.of(), file, Optional.empty(), Optional.empty(), false));
    assertThrows(
        IllegalArgumentException.class, () -> ConnectionOptions.of("http://a/x,http://b/y"));
  }

  @ParameterizedTest
  @CsvSource({
    "http, elasticsearch, 9200, http://plain:3128",
    "https, elasticsearch, -1, http://secure:3128",
    "http, localhost, 9200, ''",
    "http, 127.0.0.2, 9200, ''",
    "http, es.inside.example, 9200, ''",
    "http, notinside.example, 9200, http://plain:3128",
    "http, inside.example, 9200, http://plain:3128",
    "http, sub.host.example, 9200, ''",
    "http, host.example, 9200, ''",
    "http, byport.example, 9200, http://plain:3128",
    "http, byport.example, -1, ''",
    "http, 10.1.2.3, 9200, ''",
    "http, 11.1.2.3, 9200, http://plain:3128"
  })
  void choosesTheProxyAsGoDoes(String scheme, String host, int port, String expected) {
    ProxySettings settings =
        ProxySettings.of(
            Map.of(
                "HTTP_PROXY",
                "plain:3128",
                "https_proxy",
                "http://secure:3128",
                "NO_PROXY",
                ".inside.example, host.example,byport.example:80 ,10.0.0.0/8"));
    assertEquals(expected, settings.proxyFor(scheme, host, port).map(URI::toString).orElse(""));
  }

  @ParameterizedTest
  @CsvSource({"8.19.0, false, 8, 19", "9.0.0-rc1, false, 9, 0", "2.11.1, true, 7, 11"})
  void readsVersions(String number, boolean openSearch, int major, int minor) {
    ServerVersion version = new ServerVersion(number, openSearch);
    assertEquals(major, version.major());
    assertEquals(minor, version.minor());
  }

  private static Credentials credentials(
      Secret password, Optional<Path> passwordFile, Optional<Path> token, Optional<Path> apiKey) {
    return new Credentials(
        "user", password, passwordFile, token, apiKey, Credentials.DEFAULT_RELOAD_INTERVAL);
  }
}
