package io.spoor.proto.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over protobuf wire bytes. It never copies and never allocates, except for errors.
 *
 * <p>Nested messages are read with the same cursor: {@link #enter()} narrows it to the message that
 * starts here and returns the outer end, {@link #leave(int)} restores it.
 */
public final class WireReader {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int BYTES = 2;
  public static final int START_GROUP = 3;
  public static final int END_GROUP = 4;
  public static final int FIXED32 = 5;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int position;
  private int end;

  public WireReader() {
    this(new byte[0], 0, 0);
  }

  public WireReader(byte[] bytes, int offset, int length) {
    reset(bytes, offset, length);
  }

  /** Points the cursor at other bytes, which stay the caller's. */
  public WireReader reset(byte[] bytes, int offset, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
    return this;
  }

  public byte[] array() {
    return bytes;
  }

  /** Where the next byte is read, as an index of {@link #array()}. */
  public int position() {
    return position;
  }

  public boolean hasNext() {
    return position < end;
  }

  /** Reads a field's tag: {@code number << 3 | wire type}. The number is at least 1. */
  public int readTag() throws DecodeException {
    long tag = readVarint();
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw new DecodeException("illegal tag " + Long.toUnsignedString(tag));
    }
    return (int) tag;
  }

  public long readVarint() throws DecodeException {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position == end) {
        throw DecodeException.truncated();
      }
      byte b = bytes[position++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new DecodeException("varint of more than 10 bytes");
  }

  public long readFixed64() throws DecodeException {
    require(8);
    long value = (long) LONGS.get(bytes, position);
    position += 8;
    return value;
  }

  public int readFixed32() throws DecodeException {
    require(4);
    int value = (int) INTS.get(bytes, position);
    position += 4;
    return value;
  }

  /**
   * Reads the length of a length-delimited field; its content then starts at {@link #position()}
   * and lies wholly within the message.
   */
  public int readLength() throws DecodeException {
    long length = readVarint();
    if (length < 0 || length > end - position) {
      throw DecodeException.truncated();
    }
    return (int) length;
  }

  /** Moves past {@code count} bytes that {@link #readLength()} has announced. */
  public void skip(int count) {
    assert count >= 0 && count <= end - position;
    position += count;
  }

  /** Reads a length and narrows the cursor to that message. Give the result to {@link #leave}. */
  public int enter() throws DecodeException {
    int length = readLength();
    int outer = end;
    end = position + length;
    return outer;
  }

  /** Moves behind the message that {@code enter} narrowed the cursor to. */
  public void leave(int outerEnd) {
    position = end;
    end = outerEnd;
  }

  /** Skips the value of a field nobody asked for. Groups are refused: no format here has them. */
  public void skipValue(int tag) throws DecodeException {
    switch (tag & 7) {
      case VARINT -> readVarint();
      case FIXED64 -> {
        require(8);
        position += 8;
      }
      case BYTES -> position += readLength();
      case FIXED32 -> {
        require(4);
        position += 4;
      }
      default -> throw new DecodeException("illegal wire type " + (tag & 7));
    }
  }

  private void require(int count) throws DecodeException {
    if (end - position < count) {
      throw DecodeException.truncated();
    }
  }
}
