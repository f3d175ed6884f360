package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Text in a message held against words of ours. */
final class Ascii {
  private Ascii() {}

  /**
   * @param word in lower case
   */
  static boolean equalsIgnoringCase(byte[] bytes, int at, int length, String word) {
    if (length != word.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int c = bytes[at + i];
      int lower = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
      if (lower != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static boolean equals(byte[] bytes, int at, int length, byte[] text) {
    return length == text.length && Arrays.equals(bytes, at, at + length, text, 0, length);
  }

  /** Whether it is nothing but digits. */
  static boolean isNumber(byte[] bytes, int at, int length) {
    for (int i = at; i < at + length; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return length > 0;
  }

  static byte[] of(String text) {
    return text.getBytes(US_ASCII);
  }
}
