package io.spoor.collector.tchannel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Google's FarmHash Fingerprint32: the portable 32-bit hash that never changes its values (the
 * variant its authors call "mk", without seed).
 */
final class Farmhash32 {
  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;
  private static final int C3 = 0xe6546b64;
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Farmhash32() {}

  static int hash(byte[] bytes, int from, int length) {
    if (length > 24) {
      return hashLong(bytes, from, length);
    }
    if (length > 12) {
      return hash13to24(bytes, from, length);
    }
    return length > 4 ? hash5to12(bytes, from, length) : hash0to4(bytes, from, length);
  }

  private static int hash0to4(byte[] bytes, int from, int length) {
    int b = 0;
    int c = 9;
    for (int i = 0; i < length; i++) {
      b = b * C1 + bytes[from + i];
      c ^= b;
    }
    return finish(mix(b, mix(length, c)));
  }

  private static int hash5to12(byte[] bytes, int from, int length) {
    int a = length + read(bytes, from);
    int b = length * 5 + read(bytes, from + length - 4);
    int c = 9 + read(bytes, from + ((length >> 1) & 4));
    return finish(mix(c, mix(b, mix(a, length * 5))));
  }

  private static int hash13to24(byte[] bytes, int from, int length) {
    int a = read(bytes, from + (length >> 1) - 4);
    int b = read(bytes, from + 4);
    int c = read(bytes, from + length - 8);
    int d = read(bytes, from + (length >> 1));
    int e = read(bytes, from);
    int f = read(bytes, from + length - 4);
    int h = d * C1 + length;
    a = Integer.rotateRight(a, 12) + f;
    h = mix(c, h) + a;
    a = Integer.rotateRight(a, 3) + c;
    h = mix(e, h) + a;
    a = Integer.rotateRight(a + f, 12) + d;
    h = mix(b, h) + a;
    return finish(h);
  }

  private static int hashLong(byte[] bytes, int from, int length) {
    int end = from + length;
    int h = length;
    int g = C1 * length;
    int f = g;
    h = turn(h ^ scramble(read(bytes, end - 4)));
    h = turn(h ^ scramble(read(bytes, end - 16)));
    g = turn(g ^ scramble(read(bytes, end - 8)));
    g = turn(g ^ scramble(read(bytes, end - 12)));
    f = Integer.rotateRight(f + scramble(read(bytes, end - 20)), 19) + 113;
    int at = from;
    for (int left = (length - 1) / 20; left > 0; left--) {
      int a = read(bytes, at);
      int b = read(bytes, at + 4);
      int c = read(bytes, at + 8);
      int d = read(bytes, at + 12);
      int e = read(bytes, at + 16);
      h += a;
      g += b;
      f += c;
      h = mix(d, h) + e;
      g = mix(c, g) + a;
      f = mix(b + e * C1, f) + d;
      f += g;
      g += f;
      at += 20;
    }
    g = Integer.rotateRight(Integer.rotateRight(g, 11) * C1, 17) * C1;
    f = Integer.rotateRight(Integer.rotateRight(f, 11) * C1, 17) * C1;
    h = Integer.rotateRight(turn(h + g), 17) * C1;
    return Integer.rotateRight(turn(h + f), 17) * C1;
  }

  private static int read(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  private static int scramble(int value) {
    return Integer.rotateRight(value * C1, 17) * C2;
  }

  private static int turn(int value) {
    return Integer.rotateRight(value, 19) * 5 + C3;
  }

  private static int mix(int value, int h) {
    return turn(h ^ scramble(value));
  }

  private static int finish(int h) {
    int x = h;
    x ^= x >>> 16;
    x *= 0x85ebca6b;
    x ^= x >>> 13;
    x *= 0xc2b2ae35;
    return x ^ x >>> 16;
  }
}
