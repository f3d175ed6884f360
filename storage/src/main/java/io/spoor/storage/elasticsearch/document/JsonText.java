package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.wire.WireWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** JSON's strings and numbers as bytes. Text is valid UTF-8 already: the model sees to that. */
public final class JsonText {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final int MAX_LONG_CHARS = 20;

  private JsonText() {}

  /** Writes bytes as they are. */
  public static void ascii(byte[] text, WireWriter out) {
    out.writeBytes(text, 0, text.length);
  }

  /** The text in quotes; only what JSON wants escaped is. */
  public static void string(byte[] bytes, int offset, int length, WireWriter out) {
    int end = offset + length;
    int from = offset;
    int at = offset;
    out.writeByte('"');
    while (at < end) {
      if (at <= end - 8 && !mayNeedEscape((long) LONGS.get(bytes, at))) {
        at += 8;
        continue;
      }
      int stop = Math.min(end, at + 8);
      for (; at < stop; at++) {
        if (needsEscape(bytes[at])) {
          out.writeBytes(bytes, from, at - from);
          escape(bytes[at], out);
          from = at + 1;
        }
      }
    }
    out.writeBytes(bytes, from, end - from);
    out.writeByte('"');
  }

  /** Whether one of eight bytes is a control character, a quote or a backslash; errs to yes. */
  private static boolean mayNeedEscape(long eight) {
    long quote = eight ^ (ONES * '"');
    long backslash = eight ^ (ONES * '\\');
    long found =
        ((eight - ONES * ' ') & ~eight)
            | ((quote - ONES) & ~quote)
            | ((backslash - ONES) & ~backslash);
    return (found & HIGHS) != 0;
  }

  /** Whether it may not stand in a string as it is. */
  static boolean needsEscape(byte b) {
    return (b >= 0 && b < ' ') || b == '"' || b == '\\';
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
      out.writeByte('0');
      out.writeByte('0');
      out.writeByte(HEX[character >> 4]);
      out.writeByte(HEX[character & 0xf]);
    }
  }

  /** 16 digits. */
  public static void hex(long value, WireWriter out) {
    byte[] target = out.reserve(16);
    int at = out.size();
    for (int shift = 60; shift >= 0; shift -= 4) {
      target[at++] = HEX[(int) (value >>> shift) & 0xf];
    }
    out.advance(16);
  }

  /** 16 digits if the high half is zero, else 32 (contract: elasticsearch.md §3). */
  public static void traceId(long high, long low, WireWriter out) {
    if (high != 0) {
      hex(high, out);
    }
    hex(low, out);
  }

  /** A number as JSON has it. */
  public static void decimal(long value, WireWriter out) {
    byte[] target = out.reserve(MAX_LONG_CHARS);
    int start = out.size();
    int at = start + MAX_LONG_CHARS;
    long rest = value;
    do {
      target[--at] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      target[--at] = '-';
    }
    int length = start + MAX_LONG_CHARS - at;
    System.arraycopy(target, at, target, start, length);
    out.advance(length);
  }
}
