package io.spoor.proto.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A cursor over protobuf wire bytes. It never copies and never allocates, except for errors.
 *
 * <p>Nested messages are read with the same cursor: {@link #enter()} narrows it to the message that
 * starts here and returns the outer end, {@link #leave(int)} restores it. Entering more than the
 * maximum depth of messages within each other is refused, so recursion over them ends.
 */
public final class WireReader {
  /** How deep messages may be nested where nobody says otherwise. */
  public static final int DEFAULT_MAX_DEPTH = 100;

  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int BYTES = 2;
  public static final int START_GROUP = 3;
  public static final int END_GROUP = 4;
  public static final int FIXED32 = 5;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_ENDIAN_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int position;
  private int end;
  private int depth;
  private final int maxDepth;

  public WireReader() {
    this(new byte[0], 0, 0);
  }

  public WireReader(byte[] bytes, int offset, int length) {
    this(bytes, offset, length, DEFAULT_MAX_DEPTH);
  }

  /**
   * @param maxDepth messages within each other, the outermost included
   */
  public WireReader(byte[] bytes, int offset, int length, int maxDepth) {
    this.maxDepth = maxDepth;
    reset(bytes, offset, length);
  }

  /** Points the cursor at other bytes, which stay the caller's; the maximum depth stays. */
  public WireReader reset(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
    this.depth = 1;
    return this;
  }

  public byte[] array() {
    return bytes;
  }

  /** Where the next byte is read, as an index of {@link #array()}. */
  public int position() {
    return position;
  }

  /** Where the message ends that the cursor is narrowed to. */
  public int end() {
    return end;
  }

  public boolean hasNext() {
    return position < end;
  }

  /** Goes to a position that {@link #position()} gave within the same message. */
  public void moveTo(int position) {
    assert position >= 0 && position <= end;
    this.position = position;
  }

  /** Reads a field's tag: {@code number << 3 | wire type}. The number is at least 1. */
  public int readTag() throws DecodeException {
    if (position < end) {
      int tag = bytes[position];
      if (tag > 7) {
        position++;
        return tag;
      }
    }
    return readLongTag();
  }

  private int readLongTag() throws DecodeException {
    long tag = readVarint();
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw new DecodeException("illegal tag " + Long.toUnsignedString(tag));
    }
    return (int) tag;
  }

  public long readVarint() throws DecodeException {
    if (position < end) {
      int b = bytes[position];
      if (b >= 0) {
        position++;
        return b;
      }
    }
    return readLongVarint();
  }

  private long readLongVarint() throws DecodeException {
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

  /** Reads 8 bytes as trace and span ids have them. */
  public long readBigEndian() throws DecodeException {
    require(8);
    long value = (long) BIG_ENDIAN_LONGS.get(bytes, position);
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

  /** Skips a length-delimited value and returns its length: it ends at {@link #position()}. */
  public int skipBytes() throws DecodeException {
    int length = readLength();
    position += length;
    return length;
  }

  /** Moves past {@code count} bytes that {@link #readLength()} has announced. */
  public void skip(int count) {
    assert count >= 0 && count <= end - position;
    position += count;
  }

  /** Reads a length and narrows the cursor to that message. Give the result to {@link #leave}. */
  public int enter() throws DecodeException {
    int length = readLength();
    if (++depth > maxDepth) {
      throw new DecodeException("nested deeper than " + maxDepth);
    }
    int outer = end;
    end = position + length;
    return outer;
  }

  /** Moves behind the message that {@code enter} narrowed the cursor to. */
  public void leave(int outerEnd) {
    position = end;
    end = outerEnd;
    depth--;
  }

  /**
   * Skips a field the message does not have.
   *
   * @param known a bit for each number of the fields it has: one of those comes here only if its
   *     wire type is not the declared one, which Jaeger's decoder refuses
   */
  public void skipUnknown(int tag, long known) throws DecodeException {
    int number = tag >>> 3;
    if (number < Long.SIZE && (known >>> number & 1) != 0) {
      throw new DecodeException("proto: wrong wireType = " + (tag & 7) + " for field " + number);
    }
    skipValue(tag);
  }

  /** Skips the value of a field nobody asked for, a group included. */
  public void skipValue(int tag) throws DecodeException {
    switch (tag & 7) {
      case VARINT -> readVarint();
      case FIXED64 -> {
        require(8);
        position += 8;
      }
      case BYTES -> skipBytes();
      case FIXED32 -> {
        require(4);
        position += 4;
      }
      case START_GROUP -> skipGroup();
      default -> throw new DecodeException("illegal wire type " + (tag & 7));
    }
  }

  /** A loop, not a recursion: groups may be nested as deep as there are bytes. */
  private void skipGroup() throws DecodeException {
    int open = 1;
    while (open > 0) {
      int tag = readTag();
      switch (tag & 7) {
        case START_GROUP -> open++;
        case END_GROUP -> open--;
        default -> skipValue(tag);
      }
    }
  }

  private void require(int count) throws DecodeException {
    if (end - position < count) {
      throw DecodeException.truncated();
    }
  }
}
