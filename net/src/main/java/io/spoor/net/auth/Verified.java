package io.spoor.net.auth;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers for a while which pairs of user and password were right or wrong, by a digest that
 * nobody can compute elsewhere, so that a hash made to be slow is worked out once and not for each
 * request. Any thread.
 */
final class Verified {
  private static final int MAX_ENTRIES = 1024;

  private final byte[] salt = new byte[16];
  private final Map<Digest, Boolean> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Boolean> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  Verified(SecureRandom random) {
    random.nextBytes(salt);
  }

  /**
   * What they are remembered by.
   *
   * @param credentials as they were sent
   * @param hash that they are compared with: another hash, another memory
   */
  Digest key(byte[] credentials, byte[] hash) {
    return Digest.of(salt, new byte[] {(byte) hash.length}, hash, credentials);
  }

  synchronized Optional<Boolean> get(Digest key) {
    return Optional.ofNullable(known.get(key));
  }

  synchronized void put(Digest key, boolean isRight) {
    known.put(key, isRight);
  }
}
