package io.spoor.proto.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;

/** Integers and ids that stand in text. */
public final class JsonNumbers {
  /** Digits that no 64-bit number needs, so that nobody makes us compute with more. */
  private static final int MAX_LENGTH = 40;

  private static final int MAX_EXPONENT = 40;

  /** So many digits never need more than 64 bits. */
  private static final int UNSIGNED_DIGITS = 19;

  private JsonNumbers() {}

  /** The value of a hexadecimal digit, or -1. */
  public static int hexDigit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /**
   * The last 16 digits, or fewer, of a hexadecimal number; the caller knows how many there may be.
   */
  public static long parseHex(byte[] bytes, int at, int length) throws DecodeException {
    long value = 0;
    for (int i = at; i < at + length; i++) {
      int digit = hexDigit(bytes[i]);
      if (digit < 0) {
        throw new DecodeException("not a hexadecimal number");
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** A whole number of 64 bits: {@code 12}, {@code -3}, {@code 1.7e15}, {@code 4.0}. */
  public static long parseLong(byte[] bytes, int at, int length) throws DecodeException {
    boolean negative = length > 0 && bytes[at] == '-';
    int from = negative ? at + 1 : at;
    int end = at + length;
    if (end - from >= 1 && end - from <= 18) {
      long value = 0;
      for (int i = from; i < end; i++) {
        int digit = bytes[i] - '0';
        if (digit < 0 || digit > 9) {
          return parseSlowly(bytes, at, length);
        }
        value = value * 10 + digit;
      }
      return negative ? -value : value;
    }
    return parseSlowly(bytes, at, length);
  }

  /** A whole number of 64 bits without sign, in the same notations. */
  public static long parseUnsignedLong(byte[] bytes, int at, int length) throws DecodeException {
    int end = at + length;
    long value = 0;
    for (int i = at; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return parseLong(bytes, at, length);
      }
      value = value * 10 + digit;
    }
    if (length == 0 || length > UNSIGNED_DIGITS) {
      return parseLargest(bytes, at, length);
    }
    return value;
  }

  private static long parseLargest(byte[] bytes, int at, int length) throws DecodeException {
    try {
      return Long.parseUnsignedLong(new String(bytes, at, length, ISO_8859_1));
    } catch (NumberFormatException e) {
      throw new DecodeException("not a whole number of 64 bits");
    }
  }

  private static long parseSlowly(byte[] bytes, int at, int length) throws DecodeException {
    if (length <= MAX_LENGTH) {
      try {
        BigDecimal number = new BigDecimal(new String(bytes, at, length, ISO_8859_1));
        // Before the exponent becomes digits.
        if (Math.abs((long) number.scale()) <= MAX_EXPONENT) {
          return number.longValueExact();
        }
      } catch (ArithmeticException | NumberFormatException e) {
        // told below, in words fit for the sender
      }
    }
    throw new DecodeException("not a whole number of 64 bits");
  }
}
