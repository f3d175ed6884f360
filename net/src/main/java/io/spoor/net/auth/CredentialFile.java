package io.spoor.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.net.reload.BadDocumentException;
import io.spoor.net.reload.Reloaded;
import io.spoor.storage.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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

  /**
   * What a file of users says.
   *
   * @param nobody verified in the place of a user that is not in it, so that it takes as long
   */
  public record Users(Map<String, User> byName, Password nobody) {
    public Users {
      byName = Map.copyOf(byName);
    }

    @Override
    public String toString() {
      return byName.size() + " users";
    }
  }

  /** What stands on a line that says something. */
  private record Line(int number, List<String> words) {}

  private static List<Line> lines(byte[] bytes) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : new String(bytes, UTF_8).split("\n", -1)) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        lines.add(new Line(number, List.of(text.split("\\s+", -1))));
      }
    }
    return lines;
  }

  static Tokens parseTokens(byte[] bytes, boolean isTenancyOn) throws BadDocumentException {
    Map<Digest, Grant> grants = new HashMap<>();
    for (Line line : lines(bytes)) {
      String first = line.words().get(0);
      Digest digest;
      if (first.startsWith(Password.SHA_256)) {
        digest =
            Digest.ofHex(first.substring(Password.SHA_256.length()))
                .orElseThrow(
                    BadLine.at(line.number(), "want 64 hexadecimal digits behind sha256:"));
      } else {
        digest = Digest.of(first);
      }
      if (grants.put(digest, grant(line, isTenancyOn)) != null) {
        throw BadLine.of(line.number(), "this token stands in the file twice");
      }
    }
    return new Tokens(some(grants));
  }

  static Users parseUsers(byte[] bytes, boolean isTenancyOn) throws BadDocumentException {
    Map<String, User> users = new HashMap<>();
    for (Line line : lines(bytes)) {
      String first = line.words().get(0);
      int colon = first.indexOf(':');
      if (colon < 1) {
        throw BadLine.of(line.number(), "want user:password");
      }
      Password password =
          Password.parse(first.substring(colon + 1))
              .orElseThrow(
                  BadLine.at(
                      line.number(),
                      "want a password, a bcrypt hash of cost 4 to 16 (htpasswd -B) or sha256:hex"));
      User user = new User(password, grant(line, isTenancyOn));
      if (users.put(first.substring(0, colon), user) != null) {
        throw BadLine.of(line.number(), "this user stands in the file twice");
      }
    }
    return new Users(some(users), nobody(users.values()));
  }

  /** One of the slowest there are; where none is slow, strangers cost no more than users. */
  private static Password nobody(Collection<User> users) {
    return users.stream()
        .map(User::password)
        .max(Comparator.comparingInt(Password::cost))
        .orElseThrow();
  }

  /** A file without anybody would lock everybody out: a slip of who wrote it. */
  private static <K, V> Map<K, V> some(Map<K, V> entries) throws BadDocumentException {
    if (entries.isEmpty()) {
      throw new BadDocumentException("names nobody");
    }
    return entries;
  }

  /** What stands behind the token or the user. */
  private static Grant grant(Line line, boolean isTenancyOn) throws BadDocumentException {
    List<String> words = line.words();
    if (words.size() == 1) {
      return Grant.ALL;
    }
    if (words.size() > 2 || !words.get(1).startsWith(TENANT)) {
      throw BadLine.of(line.number(), "want nothing or tenant=name,... behind it");
    }
    if (!isTenancyOn) {
      throw BadLine.of(line.number(), "names tenants, and multi-tenancy is off");
    }
    Set<Tenant> tenants = new HashSet<>();
    for (String name : words.get(1).substring(TENANT.length()).split(",", -1)) {
      Optional<Tenant> tenant = TenantName.parse(name);
      tenants.add(tenant.orElseThrow(BadLine.at(line.number(), "no tenant can be called so")));
    }
    return new Grant(tenants);
  }
}
