package io.spoor.storage.elasticsearch.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The header of that name, as the credentials' file says it now. {@link #reload} blocks and is
 * called by one thread at a time; the header may be read by any.
 */
final class Authorization {
  private static final Logger LOG = LoggerFactory.getLogger(Authorization.class);

  private final Credentials credentials;
  private volatile Optional<String> header;
  // One thread at a time
  private boolean failing;

  /**
   * Blocks.
   *
   * @throws IllegalArgumentException if a file cannot be read: to start without the secret that
   *     somebody meant to give helps nobody
   */
  Authorization(Credentials credentials) {
    this.credentials = credentials;
    try {
      header = read();
    } catch (IOException e) {
      throw new IllegalArgumentException(words(e), e);
    }
  }

  Optional<String> header() {
    return header;
  }

  /** Looks at the file again. A file that is gone for the moment changes nothing. */
  void reload() {
    try {
      Optional<String> now = read();
      if (!now.equals(header)) {
        header = now;
        LOG.info("Elasticsearch: new credentials from {}", credentials.file().orElseThrow());
      }
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        LOG.warn("Elasticsearch: {}; the credentials read before stay in use", words(e));
      }
    }
  }

  private Optional<String> read() throws IOException {
    if (credentials.tokenFile().isPresent()) {
      return Optional.of("Bearer " + secret(credentials.tokenFile().get()));
    }
    if (credentials.apiKeyFile().isPresent()) {
      return Optional.of("APIKey " + secret(credentials.apiKeyFile().get()));
    }
    String password =
        credentials.passwordFile().isPresent()
            ? secret(credentials.passwordFile().get())
            : credentials.password().reveal();
    if (credentials.username().isEmpty() && password.isEmpty()) {
      return Optional.empty();
    }
    byte[] pair = (credentials.username() + ":" + password).getBytes(UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private static String secret(Path file) throws IOException {
    String text = Files.readString(file);
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    if (text.substring(0, end).indexOf('\n') >= 0) {
      throw new IOException("more than one line"); // it would split the header
    }
    return text.substring(0, end);
  }

  private String words(IOException failure) {
    return "cannot read the secret in "
        + credentials.file().map(Path::toString).orElse("")
        + ": "
        + failure.getClass().getSimpleName()
        + (failure.getMessage() == null ? "" : " " + failure.getMessage());
  }
}
