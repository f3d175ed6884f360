package io.spoor.proto.thrift;

import io.spoor.proto.wire.DecodeException;
import java.util.Objects;

/**
 * A cursor over one of Thrift's wire protocols. It never copies and never allocates, except for
 * errors: text stays where it is. Structs and containers within each other are bounded.
 */
public abstract sealed class ThriftReader permits BinaryReader, CompactReader {
  /** What ends a struct. */
  public static final int STOP = 0;

  public static final int BOOL = 2;
  public static final int BYTE = 3;
  public static final int DOUBLE = 4;
  public static final int I16 = 6;
  public static final int I32 = 8;
  public static final int I64 = 10;
  public static final int STRING = 11;
  public static final int STRUCT = 12;
  public static final int MAP = 13;
  public static final int SET = 14;
  public static final int LIST = 15;

  final byte[] bytes;
  final int end;
  int position;
  private final int maxDepth;
  private int depth;

  ThriftReader(byte[] bytes, int offset, int length, int maxDepth) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
    this.maxDepth = maxDepth;
  }

  /** A reader of the binary protocol. The bytes stay the caller's. */
  public static ThriftReader binary(byte[] bytes, int offset, int length, int maxDepth) {
    return new BinaryReader(bytes, offset, length, maxDepth);
  }

  /** A reader of the compact protocol. The bytes stay the caller's. */
  public static ThriftReader compact(byte[] bytes, int offset, int length, int maxDepth) {
    return new CompactReader(bytes, offset, length, maxDepth);
  }

  /** What positions point into. */
  public final byte[] array() {
    return bytes;
  }

  /** Where the next byte is read, as an index of {@link #array()}. */
  public final int position() {
    return position;
  }

  /** Whether anything is left. */
  public final boolean hasNext() {
    return position < end;
  }

  /** Reads a field's header: {@code id << 4 | type}, or {@link #STOP}. The value comes next. */
  public abstract int readField() throws DecodeException;

  public abstract boolean readBool() throws DecodeException;

  /** Reads a byte as it stands. */
  final byte readByte() throws DecodeException {
    require(1);
    return bytes[position++];
  }

  public abstract int readI16() throws DecodeException;

  public abstract int readI32() throws DecodeException;

  public abstract long readI64() throws DecodeException;

  public abstract double readDouble() throws DecodeException;

  /** Reads the length of a string, whose bytes come next and are all there. */
  public abstract int readLength() throws DecodeException;

  /** Reads the header of a list or set: {@code size << 4 | element type}. */
  public abstract long readList() throws DecodeException;

  /**
   * Reads the header of a list that is the whole message, and returns the number of its elements:
   * they are structs, whatever the header calls them.
   */
  public abstract int beginAnyList() throws DecodeException;

  /** Starts a struct. Give the result to {@link #endStruct}. */
  public abstract int beginStruct() throws DecodeException;

  public abstract void endStruct(int outer);

  /** Skips the value of the field that {@link #readField} has announced, booleans included. */
  public abstract void skipField(int type) throws DecodeException;

  /** Skips a map, its header included. */
  abstract void skipMap() throws DecodeException;

  /** Skips a number that is not in a field's header. */
  abstract void skipNumber(int type) throws DecodeException;

  /** Skips a string and returns its length: it ends at the position reached. */
  public final int skipString() throws DecodeException {
    int length = readLength();
    position += length;
    return length;
  }

  /**
   * Starts a list whose elements must be structs, and returns their number. It ends with {@link
   * #endStructs}.
   */
  public final int beginStructs() throws DecodeException {
    long list = readList();
    int size = (int) (list >>> 4);
    int type = (int) list & 0xf;
    if (type != STRUCT && size > 0) {
      throw new DecodeException("error reading list begin: elements of type " + type);
    }
    enter();
    return size;
  }

  public final void endStructs() {
    leave();
  }

  /** Skips a value of a container. */
  final void skipElement(int type) throws DecodeException {
    switch (type) {
      case BOOL, BYTE -> skip(1);
      case DOUBLE -> skip(8);
      case I16, I32, I64 -> skipNumber(type);
      case STRING -> skipString();
      case STRUCT -> skipStruct();
      case MAP -> {
        enter();
        skipMap();
        leave();
      }
      case SET, LIST -> {
        enter();
        long list = readList();
        int elementType = (int) list & 0xf;
        for (int left = (int) (list >>> 4); left > 0; left--) {
          skipElement(elementType);
        }
        leave();
      }
      default -> throw new DecodeException("Unknown data type " + type);
    }
  }

  private void skipStruct() throws DecodeException {
    int outer = beginStruct();
    for (int field = readField(); field != STOP; field = readField()) {
      skipField(field & 0xf);
    }
    endStruct(outer);
  }

  /** Refuses what is nested too deep. */
  final void enter() throws DecodeException {
    if (++depth > maxDepth) {
      throw new DecodeException("nested deeper than " + maxDepth);
    }
  }

  final void leave() {
    depth--;
  }

  final void require(int count) throws DecodeException {
    if (end - position < count) {
      throw DecodeException.truncated();
    }
  }

  final void skip(int count) throws DecodeException {
    require(count);
    position += count;
  }

  /**
   * Holds a size that the sender gave against what is left: whoever loops over it ends soon.
   *
   * @param smallest bytes that one of them takes at least
   */
  final int checkSize(long size, int smallest) throws DecodeException {
    if (size < 0) {
      throw new DecodeException("negative size: " + size);
    }
    if (size > Integer.MAX_VALUE || size * smallest > end - position) {
      throw DecodeException.truncated();
    }
    return (int) size;
  }
}
