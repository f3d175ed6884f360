package io.spoor.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.util.Optional;

/** How a user's password is known. */
sealed interface Password {
  String SHA_256 = "sha256:";

  /** Whether it is that one. Takes as long for a wrong one. */
  boolean matches(String password);

  /** Whether that takes so long that a worker must do it. */
  default boolean isSlow() {
    return cost() > 0;
  }

  /** The exponent of bcrypt's rounds; 0 for what takes no time. */
  int cost();

  /** What is remembered of a slow one, to tell it from another. */
  byte[] material();

  /** As itself or as its digest. */
  record Known(Digest digest) implements Password {
    @Override
    public boolean matches(String password) {
      return digest.isSameAs(Digest.of(password));
    }

    @Override
    public int cost() {
      return 0;
    }

    @Override
    public byte[] material() {
      return new byte[0];
    }

    @Override
    public String toString() {
      return "(hidden)";
    }
  }

  /** As {@code htpasswd -B} writes it. */
  record Hashed(String hash) implements Password {
    @Override
    public boolean matches(String password) {
      // What is longer than bcrypt takes is cut, as htpasswd does.
      return BCrypt.verifyer(null, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A))
          .verify(password.toCharArray(), hash.toCharArray())
          .verified;
    }

    @Override
    public int cost() {
      return Integer.parseInt(hash.substring(4, 6));
    }

    @Override
    public byte[] material() {
      return hash.getBytes(UTF_8);
    }

    @Override
    public String toString() {
      return "(hidden)";
    }
  }

  /**
   * Reads what stands behind a user's name; empty for hashes that are none today (MD5, SHA-1,
   * crypt) and what is no hash of its kind.
   */
  static Optional<Password> parse(String text) {
    if (text.startsWith("$2a$") || text.startsWith("$2b$") || text.startsWith("$2y$")) {
      return isBcrypt(text) ? Optional.of(new Hashed(text)) : Optional.empty();
    }
    if (text.startsWith(SHA_256)) {
      return Digest.ofHex(text.substring(SHA_256.length())).map(Known::new);
    }
    return text.isEmpty() || text.startsWith("$") || text.startsWith("{")
        ? Optional.empty()
        : Optional.of(new Known(Digest.of(text)));
  }

  private static boolean isBcrypt(String text) {
    return text.matches("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");
  }
}
