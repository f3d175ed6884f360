package io.spoor.proto.text;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Whether a text is JSON, with the complaints of Go's {@code encoding/json}: clients of Jaeger know
 * them. It only judges; reading is for a real parser.
 */
public final class GoJson {
  private static final int MAX_DEPTH = 10_000;
  private static final int END = -1;

  // Go complains about bytes, not characters.
  private final byte[] bytes;
  private int at;
  // The containers that are open: their first characters.
  private final StringBuilder open = new StringBuilder();

  private GoJson(String text) {
    bytes = text.getBytes(UTF_8);
  }

  /**
   * Passes one JSON value with blanks around it.
   *
   * @throws IllegalArgumentException with Go's text
   */
  public static void check(String text) {
    new GoJson(text).check();
  }

  private void check() {
    boolean isMore = true;
    while (isMore) {
      if (startValue()) {
        isMore = endValue();
      }
    }
  }

  /** Takes a scalar or an empty container, which end at once, or enters a container. */
  private boolean startValue() {
    int c = visible();
    switch (c) {
      case '{' -> {
        open('{');
        int first = visible();
        if (first != '}') {
          key(first);
          return false;
        }
        close();
      }
      case '[' -> {
        open('[');
        if (visible() != ']') {
          at--;
          return false;
        }
        close();
      }
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number(c);
    }
    return true;
  }

  /** Goes on behind a value; says whether another one must follow. */
  private boolean endValue() {
    while (!open.isEmpty()) {
      boolean isObject = open.charAt(open.length() - 1) == '{';
      int c = visible();
      if (c == ',') {
        if (isObject) {
          key(visible());
        }
        return true;
      }
      if (c != (isObject ? '}' : ']')) {
        throw unexpected(c, isObject ? "after object key:value pair" : "after array element");
      }
      close();
    }
    skipBlanks();
    if (at < bytes.length) {
      throw unexpected(next(), "after top-level value");
    }
    return false;
  }

  private void key(int first) {
    if (first != '"') {
      throw unexpected(first, "looking for beginning of object key string");
    }
    string();
    int c = visible();
    if (c != ':') {
      throw unexpected(c, "after object key");
    }
  }

  private void string() {
    for (int c = next(); c != '"'; c = next()) {
      if (c == '\\') {
        escape(next());
      } else if (c >= 0 && c < ' ') {
        throw unexpected(c, "in string literal");
      } else if (c == END) {
        throw unexpectedEnd();
      }
    }
  }

  private void escape(int c) {
    if (c == 'u') {
      for (int i = 0; i < 4; i++) {
        int digit = next();
        if (Character.digit(digit, 16) < 0) {
          throw unexpected(digit, "in \\u hexadecimal character escape");
        }
      }
    } else if (c == END || "\"\\/bfnrt".indexOf(c) < 0) {
      throw unexpected(c, "in string escape code");
    }
  }

  private void literal(String word) {
    for (int i = 1; i < word.length(); i++) {
      int c = next();
      if (c != word.charAt(i)) {
        throw unexpected(c, "in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
    }
  }

  private void number(int first) {
    if (first != '-' && !isDigit(first)) {
      throw unexpected(first, "looking for beginning of value");
    }
    if (first == '-') {
      first = digit("in numeric literal");
    }
    if (first != '0') {
      skipDigits();
    }
    if (peek() == '.') {
      at++;
      digit("after decimal point in numeric literal");
      skipDigits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digit("in exponent of numeric literal");
      skipDigits();
    }
  }

  private int digit(String where) {
    int c = next();
    if (!isDigit(c)) {
      throw unexpected(c, where);
    }
    return c;
  }

  private void skipDigits() {
    while (isDigit(peek())) {
      at++;
    }
  }

  private void open(char container) {
    open.append(container);
    if (open.length() > MAX_DEPTH) {
      throw new IllegalArgumentException("exceeded max depth");
    }
  }

  private void close() {
    open.setLength(open.length() - 1);
  }

  /** The next character that is not blank. */
  private int visible() {
    skipBlanks();
    int c = next();
    if (c == END) {
      throw unexpectedEnd();
    }
    return c;
  }

  private void skipBlanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\r' || peek() == '\n') {
      at++;
    }
  }

  private int peek() {
    return at < bytes.length ? bytes[at] & 0xff : END;
  }

  private int next() {
    int c = peek();
    if (c != END) {
      at++;
    }
    return c;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static IllegalArgumentException unexpected(int c, String where) {
    if (c == END) {
      return unexpectedEnd();
    }
    String quoted = GoText.quote(String.valueOf((char) c));
    String shown =
        switch (c) {
          case '\'' -> "\\'";
          case '"' -> "\"";
          default -> quoted.substring(1, quoted.length() - 1);
        };
    return new IllegalArgumentException("invalid character '" + shown + "' " + where);
  }

  private static IllegalArgumentException unexpectedEnd() {
    return new IllegalArgumentException("unexpected end of JSON input");
  }
}
