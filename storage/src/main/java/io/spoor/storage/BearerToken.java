package io.spoor.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/**
 * The token of whoever reads, which a store may ask with in the place of its own. No log and no
 * message may show it: its {@code toString} hides it, and only {@link #authorization} tells it.
 */
public final class BearerToken {
  /** As much as a header may hold in most places. */
  public static final int MAX_LENGTH = 8 << 10;

  private final String text;

  /**
   * @throws IllegalArgumentException if it cannot stand in a header; the message does not show it
   */
  public BearerToken(String text) {
    if (!isOne(text)) {
      throw new IllegalArgumentException("a bearer token is visible ASCII without blanks");
    }
    this.text = text;
  }

  /** Whether the text may be a token: visible ASCII, not empty and not too long. */
  public static boolean isOne(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** The value of the header {@code Authorization}. */
  public String authorization() {
    return "Bearer " + text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BearerToken token
        && MessageDigest.isEqual(text.getBytes(UTF_8), token.text.getBytes(UTF_8));
  }

  /** The same for all, so that it tells nothing. */
  @Override
  public int hashCode() {
    return BearerToken.class.hashCode();
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
