package io.spoor.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * SHA-256 of a secret. Secrets are looked up and compared by it: how long that takes says nothing
 * about a secret, since nobody can choose the digest.
 */
record Digest(ByteBuffer bytes) {
  private static final int LENGTH = 32;

  static Digest of(String secret) {
    return of(secret.getBytes(UTF_8));
  }

  static Digest of(byte[]... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha.update(part);
      }
      return new Digest(ByteBuffer.wrap(sha.digest()).asReadOnlyBuffer());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java runtime without SHA-256", e);
    }
  }

  /** Of 64 hexadecimal digits; empty if it is something else. */
  static Optional<Digest> ofHex(String text) {
    try {
      byte[] bytes = HexFormat.of().parseHex(text);
      return bytes.length == LENGTH
          ? Optional.of(new Digest(ByteBuffer.wrap(bytes).asReadOnlyBuffer()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean isSameAs(Digest other) {
    byte[] own = new byte[LENGTH];
    byte[] others = new byte[LENGTH];
    bytes.duplicate().get(own);
    other.bytes.duplicate().get(others);
    return MessageDigest.isEqual(own, others);
  }
}
