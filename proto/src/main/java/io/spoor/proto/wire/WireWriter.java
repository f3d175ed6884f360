package io.spoor.proto.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing byte array that is written front to back in protobuf wire format.
 *
 * <p>A nested message is written between {@link #begin} and {@link #end}: one byte is kept free for
 * its length and the content moves up if the length needs more, which costs less than sizing first.
 */
public final class WireWriter {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_ENDIAN_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int size;

  public WireWriter(int capacity) {
    bytes = new byte[Math.max(capacity, 64)];
  }

  /** The backing array: valid up to {@link #size()}, and until the next write. */
  public byte[] array() {
    return bytes;
  }

  public int size() {
    return size;
  }

  /** Forgets what was written from {@code size} on. */
  public void truncate(int size) {
    assert size >= 0 && size <= this.size;
    this.size = size;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /**
   * Makes room and returns the array to write {@code count} bytes into, from {@link #size()} on.
   */
  public byte[] reserve(int count) {
    if (bytes.length - size < count) {
      long wanted = Math.max((long) size + count, bytes.length + (bytes.length >> 1) + 64L);
      if ((long) size + count > Integer.MAX_VALUE - 8) {
        throw new OutOfMemoryError("a message of more than 2 GiB");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
    return bytes;
  }

  /** Takes over {@code count} bytes that were written into {@link #reserve}'s array. */
  public void advance(int count) {
    assert count >= 0 && count <= bytes.length - size;
    size += count;
  }

  public void writeByte(int value) {
    reserve(1)[size++] = (byte) value;
  }

  public void writeVarint(long value) {
    byte[] target = reserve(10);
    int at = size;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    size = at;
  }

  /** Writes 8 bytes as wire type fixed64 wants them: little-endian. */
  public void writeFixed64(long value) {
    LONGS.set(reserve(8), size, value);
    size += 8;
  }

  /** Writes 8 bytes as trace and span ids want them: big-endian. */
  public void writeBigEndian(long value) {
    BIG_ENDIAN_LONGS.set(reserve(8), size, value);
    size += 8;
  }

  public void writeBytes(byte[] source, int offset, int length) {
    System.arraycopy(source, offset, reserve(length), size, length);
    size += length;
  }

  /** Writes a length-delimited field whose tag fits in one byte. */
  public void writeField(int tag, byte[] source, int offset, int length) {
    if (length >= 0x80) {
      writeByte(tag);
      writeVarint(length);
      writeBytes(source, offset, length);
      return;
    }
    byte[] target = reserve(length + 2);
    int at = size;
    target[at] = (byte) tag;
    target[at + 1] = (byte) length;
    System.arraycopy(source, offset, target, at + 2, length);
    size = at + 2 + length;
  }

  /**
   * Starts a length-delimited field whose tag fits in one byte. Give the result to {@link #end}.
   */
  public int begin(int tag) {
    byte[] target = reserve(2);
    target[size] = (byte) tag;
    size += 2;
    return size;
  }

  /** Ends the field that {@link #begin} started at {@code start}. */
  public void end(int start) {
    int length = size - start;
    if (length < 0x80) {
      bytes[start - 1] = (byte) length;
      return;
    }
    int extra = varintSize(length) - 1;
    byte[] target = reserve(extra);
    System.arraycopy(target, start, target, start + extra, length);
    size = start - 1;
    writeVarint(length);
    size += length;
  }

  public static int varintSize(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }
}
