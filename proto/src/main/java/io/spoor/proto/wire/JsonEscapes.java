package io.spoor.proto.wire;

/** Characters that JSON writes as four hexadecimal digits. */
final class JsonEscapes {
  private JsonEscapes() {}

  /** The UTF-16 unit of the four digits that stand there. */
  static int unit(byte[] bytes, int at, int end) throws DecodeException {
    if (end - at < 4) {
      throw DecodeException.truncated();
    }
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = JsonNumbers.hexDigit(bytes[at + i]);
      if (digit < 0) {
        throw new DecodeException("broken escape in a string");
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /**
   * Writes a character as UTF-8, a lone surrogate as U+FFFD.
   *
   * @return where it ends
   */
  static int encode(int character, byte[] bytes, int at) {
    int c = character >= 0xd800 && character < 0xe000 ? 0xfffd : character;
    int to = at;
    if (c < 0x80) {
      bytes[to++] = (byte) c;
      return to;
    }
    if (c < 0x800) {
      bytes[to++] = (byte) (0xc0 | (c >> 6));
    } else {
      if (c < 0x10000) {
        bytes[to++] = (byte) (0xe0 | (c >> 12));
      } else {
        bytes[to++] = (byte) (0xf0 | (c >> 18));
        bytes[to++] = (byte) (0x80 | (c >> 12 & 0x3f));
      }
      bytes[to++] = (byte) (0x80 | (c >> 6 & 0x3f));
    }
    bytes[to++] = (byte) (0x80 | (c & 0x3f));
    return to;
  }
}
