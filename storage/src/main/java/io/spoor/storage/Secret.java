package io.spoor.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;

/** Text that no log and no message may show: its {@code toString} hides it. */
public final class Secret {
  public static final Secret NONE = new Secret("");

  private final String text;

  public Secret(String text) {
    this.text = requireNonNull(text, "text");
  }

  /** The text itself: for who sends or compares it, never for who shows it. */
  public String reveal() {
    return text;
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(text.getBytes(UTF_8), secret.text.getBytes(UTF_8));
  }

  /** The same for all, so that it tells nothing. */
  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return text.isEmpty() ? "(none)" : "(hidden)";
  }
}
