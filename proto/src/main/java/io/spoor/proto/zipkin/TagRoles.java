package io.spoor.proto.zipkin;

import java.util.Arrays;

/**
 * Finds the role of a key by its hash. The table holds our own keys alone, so nobody can fill its
 * slots.
 */
final class TagRoles {
  private static final int SLOTS = 512;
  private static final byte[] LINK_PREFIX = Ascii.of("otlp.link.");
  private static final int MAX_LINK_DIGITS = 9;
  private static final byte[] FREE = {};
  private static final byte[][] KEYS = new byte[SLOTS][];
  private static final TagRole[] ROLES = new TagRole[SLOTS];

  static {
    Arrays.fill(KEYS, FREE);
    for (TagRole role : TagRole.values()) {
      if (role.keys.isEmpty()) {
        continue;
      }
      for (String name : role.keys.split(" ", -1)) {
        byte[] key = Ascii.of(name);
        int slot = hash(key, 0, key.length) & (SLOTS - 1);
        while (KEYS[slot] != FREE) {
          slot = (slot + 1) & (SLOTS - 1);
        }
        KEYS[slot] = key;
        ROLES[slot] = role;
      }
    }
  }

  private TagRoles() {}

  /** A number that equal keys share. */
  static int hash(byte[] bytes, int at, int length) {
    int hash = length;
    for (int i = at; i < at + length; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash ^ hash >>> 15;
  }

  /**
   * The role of the key that stands there.
   *
   * @param hash the key's
   */
  static TagRole of(byte[] bytes, int at, int length, int hash) {
    int slot = hash & (SLOTS - 1);
    while (KEYS[slot] != FREE) {
      if (Ascii.equals(bytes, at, length, KEYS[slot])) {
        return ROLES[slot];
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return isLink(bytes, at, length) ? TagRole.LINK : TagRole.ORDINARY;
  }

  private static boolean isLink(byte[] bytes, int at, int length) {
    int prefix = LINK_PREFIX.length;
    return length > prefix
        && length <= prefix + MAX_LINK_DIGITS
        && Ascii.equals(bytes, at, prefix, LINK_PREFIX)
        && Ascii.isNumber(bytes, at + prefix, length - prefix);
  }
}
