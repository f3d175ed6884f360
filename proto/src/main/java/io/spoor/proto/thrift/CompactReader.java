package io.spoor.proto.thrift;

import io.spoor.proto.wire.DecodeException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Thrift's compact protocol: varints, field ids as differences, booleans in field headers. */
final class CompactReader extends ThriftReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int TRUE = 1;

  /** The binary protocol's type for each of the compact one's. */
  private static final byte[] TYPES = {
    STOP, BOOL, BOOL, BYTE, I16, I32, I64, DOUBLE, STRING, LIST, SET, MAP, STRUCT, -1, -1, -1
  };

  private int lastId;
  private boolean headerBool;

  CompactReader(byte[] bytes, int offset, int length, int maxDepth) {
    super(bytes, offset, length, maxDepth);
  }

  @Override
  public int readField() throws DecodeException {
    require(1);
    int header = bytes[position++];
    int wireType = header & 0xf;
    if (wireType == STOP) {
      return STOP;
    }
    int delta = (header & 0xf0) >> 4;
    lastId = delta == 0 ? (short) zigzag(readVarint()) : (short) (lastId + delta);
    headerBool = wireType == TRUE;
    return lastId << 4 | type(wireType);
  }

  private static int type(int wireType) throws DecodeException {
    int type = TYPES[wireType];
    if (type < 0) {
      throw new DecodeException("don't know what type: " + wireType);
    }
    return type;
  }

  @Override
  public boolean readBool() {
    return headerBool;
  }

  @Override
  public int readI16() throws DecodeException {
    return (short) readI32();
  }

  @Override
  public int readI32() throws DecodeException {
    return (int) zigzag(readVarint() & 0xffff_ffffL);
  }

  @Override
  public long readI64() throws DecodeException {
    return zigzag(readVarint());
  }

  @Override
  public double readDouble() throws DecodeException {
    require(8);
    long bits = (long) LONGS.get(bytes, position);
    position += 8;
    return Double.longBitsToDouble(bits);
  }

  @Override
  public int readLength() throws DecodeException {
    return checkSize(readVarint(), 1);
  }

  @Override
  public long readList() throws DecodeException {
    require(1);
    int header = bytes[position++];
    int type = header & 0xf;
    int size = (header & 0xf0) >> 4;
    size = checkSize(size == 15 ? readVarint() : size, 1);
    return (long) size << 4 | (size > 0 ? type(type) : 0);
  }

  @Override
  public int beginAnyList() throws DecodeException {
    return (int) (readList() >>> 4);
  }

  @Override
  public int beginStruct() throws DecodeException {
    enter();
    int outer = lastId;
    lastId = 0;
    return outer;
  }

  @Override
  public void endStruct(int outer) {
    leave();
    lastId = outer;
  }

  @Override
  public void skipField(int type) throws DecodeException {
    if (type != BOOL) {
      skipElement(type);
    }
  }

  @Override
  void skipMap() throws DecodeException {
    int left = checkSize(readVarint(), 2);
    if (left == 0) {
      return;
    }
    require(1);
    int types = bytes[position++];
    int keyType = type((types & 0xf0) >> 4);
    int valueType = type(types & 0xf);
    for (; left > 0; left--) {
      skipElement(keyType);
      skipElement(valueType);
    }
  }

  @Override
  void skipNumber(int type) throws DecodeException {
    readVarint();
  }

  long readVarint() throws DecodeException {
    if (position < end) {
      int b = bytes[position];
      if (b >= 0) {
        position++;
        return b;
      }
    }
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      require(1);
      byte b = bytes[position++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new DecodeException("varint of more than 10 bytes");
  }

  private static long zigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
