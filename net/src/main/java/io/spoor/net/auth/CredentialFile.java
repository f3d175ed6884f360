package io.spoor.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.net.reload.BadDocumentException;
import io.spoor.net.reload.Reloaded;
import io.spoor.storage.Tenant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files of credentials, a line each, with the tenants they are for if not for all. Empty lines and
 * those that start with {@code #} say nothing. Complaints name lines and never what stands in them.
 *
 * <pre>
 * token [tenant=a,b]
 * sha256:(64 hexadecimal digits) [tenant=a,b]
 *
 * user:password [tenant=a,b]
 * user:$2y$... [tenant=a,b]
 * user:sha256:(64 hexadecimal digits) [tenant=a,b]
 * </pre>
 */
public final class CredentialFile {
  private static final String TENANT = "tenant=";

  private CredentialFile() {}

  /** A user of a file of users. */
  record User(Password password, Grant grant) {}

  /**
   * Reads a file of tokens, which may change from then on.
   *
   * @param isTenancyOn whether tenants may be named in it
   */
  public static Reloaded<Tokens> tokens(
      String location, boolean isTenancyOn, String meters, MeterRegistry registry)
      throws BadDocumentException, InterruptedException {
    return Reloaded.loadSettling(
        location, bytes -> parseTokens(bytes, isTenancyOn), meters, registry);
  }

  /** The same for users. */
  public static Reloaded<Users> users(
      String location, boolean isTenancyOn, String meters, MeterRegistry registry)
      throws BadDocumentException, InterruptedException {
    return Reloaded.loadSettling(
        location, bytes -> parseUsers(bytes, isTenancyOn), meters, registry);
  }

  /** What a file of tokens says. */
  public record Tokens(Map<Digest, Grant> grants) {
    public Tokens {
      grants = Map.copyOf(grants);
    }

    @Override
    public String toString() {
      return grants.size() + " tokens";
    }
  }

  /** What a file of users says. */
  public record Users(Map<String, User> byName) {
    public Users {
      byName = Map.copyOf(byName);
    }

    @Override
    public String toString() {
      return byName.size() + " users";
    }
  }

  static Tokens parseTokens(byte[] bytes, boolean isTenancyOn) throws BadDocumentException {
    Map<Digest, Grant> grants = new HashMap<>();
    int number = 0;
    for (String line : new String(bytes, UTF_8).split("\n", -1)) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      String[] words = text.split("\\s+", -1);
      Digest digest;
      if (words[0].startsWith(Password.SHA_256)) {
        digest =
            Digest.ofHex(words[0].substring(Password.SHA_256.length()))
                .orElseThrow(BadLine.at(number, "want 64 hexadecimal digits behind sha256:"));
      } else {
        digest = Digest.of(words[0]);
      }
      if (grants.put(digest, grant(words, 1, number, isTenancyOn)) != null) {
        throw BadLine.of(number, "this token stands in the file twice");
      }
    }
    return new Tokens(some(grants));
  }

  static Users parseUsers(byte[] bytes, boolean isTenancyOn) throws BadDocumentException {
    Map<String, User> users = new HashMap<>();
    int number = 0;
    for (String line : new String(bytes, UTF_8).split("\n", -1)) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      String[] words = text.split("\\s+", -1);
      int colon = words[0].indexOf(':');
      if (colon < 1) {
        throw BadLine.of(number, "want user:password");
      }
      Password password =
          Password.parse(words[0].substring(colon + 1))
              .orElseThrow(
                  BadLine.at(
                      number,
                      "want a password, a bcrypt hash of cost 4 to 16 (htpasswd -B) or sha256:hex"));
      User user = new User(password, grant(words, 1, number, isTenancyOn));
      if (users.put(words[0].substring(0, colon), user) != null) {
        throw BadLine.of(number, "this user stands in the file twice");
      }
    }
    return new Users(some(users));
  }

  /** A file without anybody would lock everybody out: a slip of who wrote it. */
  private static <K, V> Map<K, V> some(Map<K, V> entries) throws BadDocumentException {
    if (entries.isEmpty()) {
      throw new BadDocumentException("names nobody");
    }
    return entries;
  }

  private static Grant grant(String[] words, int from, int line, boolean isTenancyOn)
      throws BadDocumentException {
    if (words.length == from) {
      return Grant.ALL;
    }
    if (words.length > from + 1 || !words[from].startsWith(TENANT)) {
      throw BadLine.of(line, "want nothing or tenant=name,... behind it");
    }
    if (!isTenancyOn) {
      throw BadLine.of(line, "names tenants, and multi-tenancy is off");
    }
    Set<Tenant> tenants = new HashSet<>();
    for (String name : words[from].substring(TENANT.length()).split(",", -1)) {
      Optional<Tenant> tenant = TenantName.parse(name);
      tenants.add(tenant.orElseThrow(BadLine.at(line, "no tenant can be called so")));
    }
    return new Grant(tenants);
  }
}
