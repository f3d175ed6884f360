package io.spoor.storage.elasticsearch.connection;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Who we are to the cluster (contract: elasticsearch.md §11). A bearer token replaces user and
 * password, as in Jaeger, over TLS too. Files are looked at again and again, so that a secret can
 * be renewed in place; only line ends at their end are cut off.
 *
 * @param password not together with {@code passwordFile}
 * @param tokenFile not together with {@code apiKeyFile}: both claim the same header
 * @param reloadInterval between two looks at the file; zero for never again
 */
public record Credentials(
    String username,
    Secret password,
    Optional<Path> passwordFile,
    Optional<Path> tokenFile,
    Optional<Path> apiKeyFile,
    Duration reloadInterval) {
  public static final Duration DEFAULT_RELOAD_INTERVAL = Duration.ofSeconds(10);
  public static final Credentials NONE =
      new Credentials(
          "",
          Secret.NONE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          DEFAULT_RELOAD_INTERVAL);

  public Credentials {
    requireNonNull(username, "username");
    requireNonNull(password, "password");
    requireNonNull(passwordFile, "passwordFile");
    requireNonNull(tokenFile, "tokenFile");
    requireNonNull(apiKeyFile, "apiKeyFile");
    if (!password.isEmpty() && passwordFile.isPresent()) {
      throw new IllegalArgumentException("password and password-file are given: want one of them");
    }
    if (tokenFile.isPresent() && apiKeyFile.isPresent()) {
      throw new IllegalArgumentException("token-file and api-key-file are given: want one of them");
    }
    if (reloadInterval.isNegative()) {
      throw new IllegalArgumentException(
          "reload interval must be >= 0 (got " + reloadInterval + ")");
    }
  }

  public static Credentials basic(String username, String password) {
    return new Credentials(
        username,
        new Secret(password),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_RELOAD_INTERVAL);
  }

  public static Credentials bearer(Path tokenFile, Duration reloadInterval) {
    return new Credentials(
        "",
        Secret.NONE,
        Optional.empty(),
        Optional.of(tokenFile),
        Optional.empty(),
        reloadInterval);
  }

  public static Credentials apiKey(Path file, Duration reloadInterval) {
    return new Credentials(
        "", Secret.NONE, Optional.empty(), Optional.empty(), Optional.of(file), reloadInterval);
  }

  /** The file that the secret comes from, if it comes from one. */
  Optional<Path> file() {
    return tokenFile.or(() -> apiKeyFile).or(() -> passwordFile);
  }
}
