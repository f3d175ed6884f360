package io.spoor.proto.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * UTF-8 that may not be: Jaeger takes text as it comes and its storage writes U+FFFD for every byte
 * that is not UTF-8 (contract: collector.md §8.3). We repair at the door, byte for byte the same
 * way.
 */
public final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /**
   * Whether the bytes are well-formed UTF-8: no overlong forms, no surrogates, nothing above
   * U+10FFFF.
   */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = skipAscii(bytes, offset, end);
    while (at < end) {
      int sequence = sequenceLength(bytes, at, end);
      if (sequence == 0) {
        return false;
      }
      at += sequence;
      if (at < end && bytes[at] >= 0) {
        at = skipAscii(bytes, at, end);
      }
    }
    return true;
  }

  /**
   * Writes the text with one U+FFFD (3 bytes) for each byte that belongs to no well-formed
   * sequence.
   */
  public static void writeRepaired(byte[] bytes, int offset, int length, WireWriter out) {
    int end = offset + length;
    int from = offset;
    int at = offset;
    while (at < end) {
      int sequence = sequenceLength(bytes, at, end);
      if (sequence != 0) {
        at += sequence;
        continue;
      }
      out.writeBytes(bytes, from, at - from);
      out.writeByte(0xef);
      out.writeByte(0xbf);
      out.writeByte(0xbd);
      from = ++at;
    }
    out.writeBytes(bytes, from, end - from);
  }

  private static int skipAscii(byte[] bytes, int from, int end) {
    int at = from;
    while (at <= end - 8 && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
      at += 8;
    }
    if (at < end
        && at > end - 8
        && end - from >= 8
        && ((long) LONGS.get(bytes, end - 8) & HIGH_BITS) == 0) {
      // The rest of less than 8 bytes, read together with some that were read before.
      return end;
    }
    while (at < end && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /** The length of the well-formed sequence at {@code at}, or 0 (Unicode 15, table 3-7). */
  static int sequenceLength(byte[] bytes, int at, int end) {
    int first = bytes[at];
    if (first >= 0) {
      return 1;
    }
    int lead = first & 0xff;
    if (lead < 0xc2 || lead > 0xf4 || at + 1 >= end) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    if (lead < 0xe0) {
      return isContinuation(second) ? 2 : 0;
    }
    int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high || at + 2 >= end || !isContinuation(bytes[at + 2])) {
      return 0;
    }
    if (lead < 0xf0) {
      return 3;
    }
    return at + 3 < end && isContinuation(bytes[at + 3]) ? 4 : 0;
  }

  private static boolean isContinuation(int b) {
    return (b & 0xc0) == 0x80;
  }
}
