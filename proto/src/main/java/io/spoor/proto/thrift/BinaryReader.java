package io.spoor.proto.thrift;

import io.spoor.proto.wire.DecodeException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Thrift's binary protocol: everything of fixed size, big-endian. */
final class BinaryReader extends ThriftReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  BinaryReader(byte[] bytes, int offset, int length, int maxDepth) {
    super(bytes, offset, length, maxDepth);
  }

  @Override
  public int readField() throws DecodeException {
    int at = position;
    if (at == end) {
      throw DecodeException.truncated();
    }
    int type = bytes[at];
    if (type == STOP) {
      position = at + 1;
      return STOP;
    }
    require(3);
    if (type < BOOL || type > LIST) {
      throw new DecodeException("Unknown data type " + type);
    }
    int id = (short) SHORTS.get(bytes, at + 1);
    position = at + 3;
    return id << 4 | type;
  }

  @Override
  public boolean readBool() throws DecodeException {
    require(1);
    return bytes[position++] == 1;
  }

  @Override
  public int readI16() throws DecodeException {
    require(2);
    int value = (short) SHORTS.get(bytes, position);
    position += 2;
    return value;
  }

  @Override
  public int readI32() throws DecodeException {
    require(4);
    int value = (int) INTS.get(bytes, position);
    position += 4;
    return value;
  }

  @Override
  public long readI64() throws DecodeException {
    require(8);
    long value = (long) LONGS.get(bytes, position);
    position += 8;
    return value;
  }

  @Override
  public double readDouble() throws DecodeException {
    return Double.longBitsToDouble(readI64());
  }

  @Override
  public int readLength() throws DecodeException {
    return checkSize(readI32(), 1);
  }

  @Override
  public long readList() throws DecodeException {
    require(5);
    int type = bytes[position++] & 0xff;
    long size = checkSize(readI32(), 1);
    if (size > 0 && (type < BOOL || type > LIST)) {
      throw new DecodeException("Unknown data type " + type);
    }
    return size << 4 | (type & 0xf);
  }

  @Override
  public int beginAnyList() throws DecodeException {
    require(5);
    position++;
    return checkSize(readI32(), 1);
  }

  @Override
  public int beginStruct() throws DecodeException {
    enter();
    return 0;
  }

  @Override
  public void endStruct(int outer) {
    leave();
  }

  @Override
  public void skipField(int type) throws DecodeException {
    skipElement(type);
  }

  @Override
  void skipMap() throws DecodeException {
    require(6);
    int keyType = bytes[position++];
    int valueType = bytes[position++];
    for (int left = checkSize(readI32(), 2); left > 0; left--) {
      skipElement(keyType);
      skipElement(valueType);
    }
  }

  @Override
  void skipNumber(int type) throws DecodeException {
    skip(type == I16 ? 2 : type == I32 ? 4 : 8);
  }
}
