package io.spoor.storage.elasticsearch.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A server that asks who is there: a user and a service account of its file realm (no tool to run,
 * nothing to set before it is up), and TLS where certificates are given. API keys are kept in an
 * index whose analysis the test distribution lacks: they are tested at request level, through the
 * proxy.
 *
 * @param tls by which the server's certificate is issued; without it, HTTP in the clear
 */
public record Security(Optional<Certificates> tls, ClientCertificate clientCertificate) {
  public static final String USER = "admin";
  public static final String PASSWORD = "correct-horse";

  /**
   * For the header {@code Authorization: Bearer}; of a service account that may ask who it is and
   * little else.
   */
  public static final String BEARER_TOKEN = token(Account.NAME);

  /** The same, of one that may read indices whose names start with {@code apm-}, and not others. */
  public static final String READERS_TOKEN = token(Account.READER);

  /** Of {@link #PASSWORD}, as bin/elasticsearch-users makes it. */
  private static final String BCRYPT =
      "$2a$10$zAuLRTQwjrD5CiF8c56P8ekhHC77Yb0s5IZUusf2jHPA/Tu.czk6K";

  private static final class Account {
    static final String NAME = "elastic/fleet-server/test";
    static final String READER = "elastic/kibana/test";
  }

  /** Whether a client must show a certificate. */
  public enum ClientCertificate {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  public static Security basic() {
    return new Security(Optional.empty(), ClientCertificate.NONE);
  }

  public static Security overTls(Certificates authority, ClientCertificate clientCertificate) {
    return new Security(Optional.of(authority), clientCertificate);
  }

  private static String token(String account) {
    byte[] bytes = ("\0\1\0\1" + account + ":" + PASSWORD).getBytes(UTF_8);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** As HTTP's header takes it. */
  public static String basicAuthorization(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  ServerSettings apply(ServerSettings settings) {
    ServerSettings secured =
        settings
            .with("xpack.security.enabled", "true")
            .with("xpack.security.authc.realms.file.file.order", "0")
            .withFile("users", USER + ":" + BCRYPT + "\n")
            .withFile("users_roles", "superuser:" + USER + "\n")
            .withFile(
                "service_tokens",
                Account.NAME + ":" + BCRYPT + "\n" + Account.READER + ":" + BCRYPT + "\n");
    if (tls.isEmpty()) {
      return secured;
    }
    Issued own = tls.get().issue("test server", "127.0.0.1", "localhost");
    return secured
        .with("xpack.security.http.ssl.enabled", "true")
        .with("xpack.security.http.ssl.certificate", "http.crt")
        .with("xpack.security.http.ssl.key", "http.key")
        .with("xpack.security.http.ssl.certificate_authorities", "ca.crt")
        .with(
            "xpack.security.http.ssl.client_authentication",
            clientCertificate.name().toLowerCase(Locale.ROOT))
        .withFile("http.crt", own.certificatePem())
        .withFile("http.key", own.keyPem())
        .withFile("ca.crt", tls.get().caPem());
  }

  /** The tests' own way in, which always has what the server asks for. */
  Http http() {
    return Http.with(
        tls.map(this::context), Map.of("authorization", basicAuthorization(USER, PASSWORD)));
  }

  private SSLContext context(Certificates authority) {
    return clientCertificate == ClientCertificate.NONE
        ? authority.trusting()
        : authority.showing(authority.issue("test client"));
  }
}
