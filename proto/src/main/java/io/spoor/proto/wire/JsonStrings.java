package io.spoor.proto.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Text as a JSON string, byte for byte as Go's {@code encoding/json} writes it: also {@code < > &}
 * and the line separators U+2028 and U+2029 are escaped, and each byte that is not UTF-8 is {@code
 * \ufffd}.
 */
public final class JsonStrings {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  private JsonStrings() {}

  /** Writes the string and its quotes: at most six bytes for one. */
  public static void write(byte[] bytes, int offset, int length, WireWriter out) {
    int end = offset + length;
    int from = offset;
    int at = offset;
    out.writeByte('"');
    while (at < end) {
      int sequence = Utf8.sequenceLength(bytes, at, end);
      int escaped = escaped(bytes, at, sequence);
      if (escaped < 0) {
        at += sequence;
        continue;
      }
      out.writeBytes(bytes, from, at - from);
      escape(escaped, out);
      at += Math.max(sequence, 1);
      from = at;
    }
    out.writeBytes(bytes, from, end - from);
    out.writeByte('"');
  }

  /** The character to escape, or -1 for one that stays as it is. */
  private static int escaped(byte[] bytes, int at, int sequence) {
    if (sequence == 0) {
      return 0xfffd;
    }
    int first = bytes[at];
    if (sequence == 1) {
      boolean plain =
          first >= ' '
              && first != '"'
              && first != '\\'
              && first != '<'
              && first != '>'
              && first != '&';
      return plain ? -1 : first;
    }
    boolean separator =
        sequence == 3
            && first == (byte) 0xe2
            && bytes[at + 1] == (byte) 0x80
            && (bytes[at + 2] & 0xfe) == 0xa8;
    return separator ? 0x2000 | (bytes[at + 2] & 0x3f) : -1;
  }

  private static void escape(int character, WireWriter out) {
    int letter =
        switch (character) {
          case '"', '\\' -> character;
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          default -> 'u';
        };
    out.writeByte('\\');
    out.writeByte(letter);
    if (letter == 'u') {
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.writeByte(HEX[character >> shift & 0xf]);
      }
    }
  }
}
