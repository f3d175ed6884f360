package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Keys, found by their UTF-8 bytes where these stand. Immutable: any thread. */
final class KeyTable {
  static final int ABSENT = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX = 0x9e3779b97f4a7c15L;

  private final byte[][] keys;
  // Numbers of keys, open addressing; at most a quarter is taken.
  private final short[] slots;
  private final int mask;

  KeyTable(List<String> keys) {
    this.keys = keys.stream().map(key -> key.getBytes(UTF_8)).toArray(byte[][]::new);
    int capacity = Integer.highestOneBit(Math.max(4, keys.size())) * 8;
    slots = new short[capacity];
    mask = capacity - 1;
    Arrays.fill(slots, (short) ABSENT);
    for (short i = 0; i < this.keys.length; i++) {
      int at = hash(this.keys[i], 0, this.keys[i].length) & mask;
      while (slots[at] != ABSENT) {
        at = (at + 1) & mask;
      }
      slots[at] = i;
    }
  }

  /** The number of the key, or {@link #ABSENT}. */
  int find(byte[] bytes, int offset, int length, int hash) {
    for (int at = hash & mask; slots[at] != ABSENT; at = (at + 1) & mask) {
      byte[] key = keys[slots[at]];
      if (Arrays.equals(key, 0, key.length, bytes, offset, offset + length)) {
        return slots[at];
      }
    }
    return ABSENT;
  }

  /** Of the length and of eight bytes at either end: what tells keys apart. */
  static int hash(byte[] bytes, int offset, int length) {
    long first = 0;
    long last = 0;
    if (length >= 8) {
      first = (long) LONGS.get(bytes, offset);
      last = (long) LONGS.get(bytes, offset + length - 8);
    } else {
      for (int i = offset; i < offset + length; i++) {
        first = first << 8 | (bytes[i] & 0xff);
      }
    }
    long mixed = (first * MIX ^ Long.rotateLeft(last, 23) ^ length) * MIX;
    return (int) (mixed >>> 32);
  }
}
