package io.spoor.storage.elasticsearch.document;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonReader;
import java.util.Arrays;
import java.util.Objects;

/**
 * A cursor over JSON that tells where values stand, so that a document can be read in another order
 * than it was written in. Copies nothing; only text with escapes is changed, where it stands and
 * when it is asked for, so values are taken once. Never recurses. Confined to one thread.
 */
public final class JsonCursor {

  /** What kind of value was read. */
  public enum Kind {
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    OBJECT,
    ARRAY
  }

  private byte[] bytes = new byte[0];
  private int position;
  private int end;
  // Whether the container has just been entered: then no comma comes.
  private boolean first;
  private boolean escaped;
  private Kind kind = Kind.NULL;
  private int textAt;
  private int textLength;

  /** Points at these bytes, which are the cursor's from here on. */
  public JsonCursor reset(byte[] newBytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, newBytes.length);
    bytes = newBytes;
    position = offset;
    end = offset + length;
    first = true;
    return this;
  }

  /** What text stands in. */
  public byte[] array() {
    return bytes;
  }

  /**
   * Where the last name, string (without its quotes) or other value starts, as it was written for
   * numbers, literals and containers.
   */
  public int textAt() {
    return textAt;
  }

  public int textLength() {
    return textLength;
  }

  public boolean textIs(byte[] text) {
    return Arrays.equals(bytes, textAt, textAt + textLength, text, 0, text.length);
  }

  /** The first byte of what comes next, -1 at the end; the cursor stands on it. */
  public int peek() {
    while (position < end) {
      int c = bytes[position];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c & 0xff;
      }
      position++;
    }
    return -1;
  }

  /** Where the next value starts, once {@link #peek} has looked for it; or where the last ended. */
  public int position() {
    return position;
  }

  public void enterObject() throws DecodeException {
    enter('{');
  }

  public void enterArray() throws DecodeException {
    enter('[');
  }

  /** Enters an array unless null or nothing stands for it: says whether. */
  public boolean enterArrayIfAny() throws DecodeException {
    return enterIfAny('[');
  }

  public boolean enterObjectIfAny() throws DecodeException {
    return enterIfAny('{');
  }

  private boolean enterIfAny(char bracket) throws DecodeException {
    int next = peek();
    if (next == -1) {
      return false;
    }
    if (next == 'n') {
      read();
      return false;
    }
    enter(bracket);
    return true;
  }

  private void enter(char bracket) throws DecodeException {
    if (peek() != bracket) {
      throw unexpected("'" + bracket + "'");
    }
    position++;
    first = true;
  }

  /** Reads the next member's name, which is then the text; its value must be taken. */
  public boolean nextMember() throws DecodeException {
    if (!next('}')) {
      return false;
    }
    string();
    if (peek() != ':') {
      throw unexpected("':'");
    }
    position++;
    return true;
  }

  public boolean nextElement() throws DecodeException {
    return next(']');
  }

  private boolean next(char bracket) throws DecodeException {
    int c = peek();
    if (c == bracket) {
      position++;
      first = false;
      return false;
    }
    if (!first) {
      if (c != ',') {
        throw unexpected("','");
      }
      position++;
    }
    first = false;
    return true;
  }

  /** Reads a value of any kind, which is then the text: containers as the JSON they are. */
  public Kind read() throws DecodeException {
    skip();
    if (kind == Kind.STRING && escaped) {
      unescape();
    }
    return kind;
  }

  /** Passes over a value of any kind and changes nothing. */
  public Kind skip() throws DecodeException {
    switch (peek()) {
      case '"' -> {
        scanString();
        kind = Kind.STRING;
      }
      case '{' -> container(Kind.OBJECT);
      case '[' -> container(Kind.ARRAY);
      case 't' -> literal("true", Kind.TRUE);
      case 'f' -> literal("false", Kind.FALSE);
      case 'n' -> literal("null", Kind.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("a value");
    }
    first = false;
    return kind;
  }

  /** Reads a string; nothing at all and null are the empty one. */
  public void readString() throws DecodeException {
    textAt = position;
    textLength = 0;
    int next = peek();
    if (next == -1) {
      return;
    }
    if (read() == Kind.NULL) {
      textLength = 0;
    } else if (kind != Kind.STRING) {
      throw new DecodeException(kind + " instead of a string");
    }
  }

  /** What to throw when something else comes next. */
  public DecodeException unexpected(String expected) {
    int c = peek();
    return c == -1
        ? DecodeException.truncated()
        : new DecodeException(String.format("0x%02x instead of %s", c, expected));
  }

  private void string() throws DecodeException {
    if (peek() != '"') {
      throw unexpected("a name");
    }
    scanString();
    if (escaped) {
      unescape();
    }
  }

  private void scanString() throws DecodeException {
    escaped = false;
    int start = position + 1;
    for (int at = start; at < end; at++) {
      int c = bytes[at];
      if (c == '"') {
        textAt = start;
        textLength = at - start;
        position = at + 1;
        return;
      }
      if (c == '\\') {
        escaped = true;
        at++;
      }
    }
    throw DecodeException.truncated();
  }

  private void unescape() throws DecodeException {
    JsonReader reader = new JsonReader(bytes, textAt - 1, textLength + 2, 1);
    reader.readString();
    textLength = reader.textLength();
  }

  private void container(Kind container) throws DecodeException {
    int start = position;
    int depth = 0;
    while (position < end) {
      switch (bytes[position]) {
        case '"' -> scanString();
        case '{', '[' -> {
          depth++;
          position++;
        }
        case '}', ']' -> {
          depth--;
          position++;
        }
        default -> position++;
      }
      if (depth == 0) {
        kind = container;
        textAt = start;
        textLength = position - start;
        return;
      }
    }
    throw DecodeException.truncated();
  }

  private void number() {
    int start = position;
    while (position < end && isNumberPart(bytes[position])) {
      position++;
    }
    kind = Kind.NUMBER;
    textAt = start;
    textLength = position - start;
  }

  private static boolean isNumberPart(int c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  }

  private void literal(String word, Kind literal) throws DecodeException {
    if (end - position < word.length()) {
      throw DecodeException.truncated();
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[position + i] != word.charAt(i)) {
        throw unexpected(word);
      }
    }
    kind = literal;
    textAt = position;
    textLength = word.length();
    position += word.length();
  }
}
