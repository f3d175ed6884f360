package io.spoor.proto.wire;

import java.util.Arrays;
import java.util.Objects;

/**
 * A cursor over JSON in UTF-8. It never copies and never allocates, except for errors: text is
 * unescaped where it stands, which always makes it shorter, so <em>the bytes are written to</em>
 * and cannot be read a second time. Whether text is UTF-8 is not looked at.
 *
 * <p>Containers are read with {@link #beginObject}, {@link #nextMember} until it says no, and
 * {@link #beginArray} and {@link #nextElement} in the same way; each value must be read or skipped.
 * Entering more than the maximum depth of containers within each other is refused, so recursion
 * over them ends. Confined to one thread.
 */
public final class JsonReader {
  private static final int END = -1;

  /** Bytes that stand in a string for themselves. */
  private static final boolean[] PLAIN = new boolean[256];

  static {
    for (int c = ' '; c < PLAIN.length; c++) {
      PLAIN[c] = c != '"' && c != '\\';
    }
  }

  private final byte[] bytes;
  private final int end;
  private final int maxDepth;
  private int position;
  private int depth;
  // Whether the container has just been entered: then no comma comes.
  private boolean first;
  private int textAt;
  private int textLength;

  /**
   * @param bytes are this reader's from here on
   * @param maxDepth containers within each other
   */
  public JsonReader(byte[] bytes, int offset, int length, int maxDepth) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
    this.maxDepth = maxDepth;
  }

  /** What text is read from. */
  public byte[] array() {
    return bytes;
  }

  /** Where the text starts that was read last: a string, a member's name or a number. */
  public int textAt() {
    return textAt;
  }

  public int textLength() {
    return textLength;
  }

  /** Whether the text that was read last is this one. */
  public boolean textIs(byte[] text) {
    return textLength == text.length
        && Arrays.equals(bytes, textAt, textAt + textLength, text, 0, text.length);
  }

  /** Skips a byte order mark, which can stand at the very start. */
  public void skipByteOrderMark() {
    if (end - position >= 3
        && bytes[position] == (byte) 0xef
        && bytes[position + 1] == (byte) 0xbb
        && bytes[position + 2] == (byte) 0xbf) {
      position += 3;
    }
  }

  /** The first byte of the next value or the next delimiter, or -1 at the end. */
  public int peek() {
    while (position < end) {
      int c = bytes[position];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c & 0xff;
      }
      position++;
    }
    return END;
  }

  public void beginObject() throws DecodeException {
    begin('{', "an object");
  }

  public void beginArray() throws DecodeException {
    begin('[', "an array");
  }

  private void begin(char bracket, String name) throws DecodeException {
    if (peek() != bracket) {
      throw unexpected(name);
    }
    position++;
    if (++depth > maxDepth) {
      throw new DecodeException("nested deeper than " + maxDepth);
    }
    first = true;
  }

  /** Reads the name of the next member, whose value comes next; says whether there is one. */
  public boolean nextMember() throws DecodeException {
    if (!next('}', "',' or '}'")) {
      return false;
    }
    readString();
    if (peek() != ':') {
      throw unexpected("':'");
    }
    position++;
    return true;
  }

  /** Says whether there is another element, which comes next. */
  public boolean nextElement() throws DecodeException {
    return next(']', "',' or ']'");
  }

  private boolean next(char bracket, String expected) throws DecodeException {
    int c = peek();
    if (c == bracket) {
      position++;
      depth--;
      first = false;
      return false;
    }
    if (!first) {
      if (c != ',') {
        throw unexpected(expected);
      }
      position++;
      c = peek();
      if (c == bracket) {
        throw unexpected("a value");
      }
    }
    first = false;
    return true;
  }

  /** Reads {@code null} if it comes next. */
  public boolean skipNull() throws DecodeException {
    if (peek() != 'n') {
      return false;
    }
    literal("null");
    return true;
  }

  public boolean readBoolean() throws DecodeException {
    int c = peek();
    if (c == 't') {
      literal("true");
      return true;
    }
    if (c != 'f') {
      throw unexpected("a boolean");
    }
    literal("false");
    return false;
  }

  /** Reads a string: it is then the text. */
  public void readString() throws DecodeException {
    if (peek() != '"') {
      throw unexpected("a string");
    }
    byte[] source = bytes;
    int start = position + 1;
    for (int at = start; at < end; at++) {
      int c = source[at];
      if (PLAIN[c & 0xff]) {
        continue;
      }
      if (c == '"') {
        textAt = start;
        textLength = at - start;
        position = at + 1;
        first = false;
        return;
      }
      if (c == '\\') {
        unescape(start, at);
        return;
      }
      throw new DecodeException("control character in a string");
    }
    throw DecodeException.truncated();
  }

  /** Reads a number: its digits are then the text. */
  public void readNumber() throws DecodeException {
    int c = peek();
    int start = position;
    int at = start;
    if (c == '-') {
      at++;
    }
    int digits = digits(at);
    if (digits == 0) {
      throw unexpected("a number");
    }
    if (digits > 1 && bytes[at] == '0') {
      throw new DecodeException("number with leading zero");
    }
    at += digits;
    if (at < end && bytes[at] == '.') {
      at = fraction(at + 1);
    }
    if (at < end && (bytes[at] | 0x20) == 'e') {
      at++;
      if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      at = fraction(at);
    }
    textAt = start;
    textLength = at - start;
    position = at;
    first = false;
  }

  /** The end of digits of which there must be one. */
  private int fraction(int at) throws DecodeException {
    int digits = digits(at);
    if (digits == 0) {
      position = at;
      throw unexpected("a digit");
    }
    return at + digits;
  }

  private int digits(int from) {
    int at = from;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at - from;
  }

  /** Reads an integer written as number or as string, whole in any notation. */
  public long readLong() throws DecodeException {
    if (peek() == '"') {
      readString();
    } else {
      readNumber();
    }
    return JsonNumbers.parseLong(bytes, textAt, textLength);
  }

  /** The same for one of 64 bits without sign. */
  public long readUnsignedLong() throws DecodeException {
    if (peek() == '"') {
      readString();
    } else {
      readNumber();
    }
    return JsonNumbers.parseUnsignedLong(bytes, textAt, textLength);
  }

  /** Skips a value of any kind. */
  public void skipValue() throws DecodeException {
    switch (peek()) {
      case '"' -> readString();
      case '{' -> {
        beginObject();
        while (nextMember()) {
          skipValue();
        }
      }
      case '[' -> {
        beginArray();
        while (nextElement()) {
          skipValue();
        }
      }
      case 't', 'f' -> readBoolean();
      case 'n' -> skipNull();
      default -> readNumber();
    }
  }

  /** What to throw when something else comes next. */
  public DecodeException unexpected(String expected) {
    int c = peek();
    if (c == END) {
      return DecodeException.truncated();
    }
    String found = c > ' ' && c < 0x7f ? "'" + (char) c + "'" : String.format("0x%02x", c);
    return new DecodeException(found + " instead of " + expected);
  }

  private void literal(String word) throws DecodeException {
    int length = word.length();
    if (end - position < length) {
      throw DecodeException.truncated();
    }
    for (int i = 0; i < length; i++) {
      if (bytes[position + i] != word.charAt(i)) {
        throw new DecodeException("broken literal instead of " + word);
      }
    }
    textAt = position;
    textLength = length;
    position += length;
    first = false;
  }

  /** Goes on with a string that has its first escape at {@code from}. */
  private void unescape(int start, int from) throws DecodeException {
    int to = from;
    int at = from;
    while (at < end) {
      int c = bytes[at++];
      if (c == '"') {
        textAt = start;
        textLength = to - start;
        position = at;
        first = false;
        return;
      }
      if (c >= 0 && c < ' ') {
        throw new DecodeException("control character in a string");
      }
      if (c != '\\') {
        bytes[to++] = (byte) c;
        continue;
      }
      if (at == end) {
        break;
      }
      c = bytes[at++];
      switch (c) {
        case '"', '\\', '/' -> bytes[to++] = (byte) c;
        case 'b' -> bytes[to++] = '\b';
        case 'f' -> bytes[to++] = '\f';
        case 'n' -> bytes[to++] = '\n';
        case 'r' -> bytes[to++] = '\r';
        case 't' -> bytes[to++] = '\t';
        case 'u' -> {
          int unit = JsonEscapes.unit(bytes, at, end);
          at += 4;
          if (Character.isHighSurrogate((char) unit)
              && end - at >= 6
              && bytes[at] == '\\'
              && bytes[at + 1] == 'u') {
            int low = JsonEscapes.unit(bytes, at + 2, end);
            if (Character.isLowSurrogate((char) low)) {
              unit = Character.toCodePoint((char) unit, (char) low);
              at += 6;
            }
          }
          to = JsonEscapes.encode(unit, bytes, to);
        }
        default -> throw new DecodeException("broken escape in a string");
      }
    }
    throw DecodeException.truncated();
  }
}
