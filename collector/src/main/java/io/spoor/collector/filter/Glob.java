package io.spoor.collector.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A pattern in which {@code *} stands for any text; all else stands for itself. Immutable. */
final class Glob {
  private final String text;
  private final byte[] pattern;

  private Glob(String text) {
    this.text = text;
    this.pattern = text.getBytes(UTF_8);
  }

  static Glob of(String text) {
    return new Glob(text);
  }

  boolean matchesAll() {
    return pattern.length == 1 && pattern[0] == '*';
  }

  boolean matches(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    int in = 0;
    // Where to go on if the last star is to take one more byte.
    int star = -1;
    int taken = 0;
    while (at < end) {
      if (in < pattern.length && pattern[in] == '*') {
        star = in++;
        taken = at;
      } else if (in < pattern.length && pattern[in] == bytes[at]) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++taken;
      } else {
        return false;
      }
    }
    while (in < pattern.length && pattern[in] == '*') {
      in++;
    }
    return in == pattern.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && Arrays.equals(pattern, glob.pattern);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pattern);
  }

  @Override
  public String toString() {
    return text;
  }
}
