package io.spoor.proto.zipkin;

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
    return length == text.length
        && java.util.Arrays.equals(bytes, at, at + length, text, 0, length);
  }
}
