package io.spoor.proto.thrift;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.WireWriter;

/**
 * Writes Thrift's binary protocol, field by field: what answers and forwarded batches are made of.
 * Structs need no beginning; each ends with {@link #stop}. Confined to one thread.
 */
public final class ThriftWriter {
  private final WireWriter out;

  public ThriftWriter(int capacity) {
    out = new WireWriter(capacity);
  }

  public byte[] toByteArray() {
    return out.toByteArray();
  }

  /** Ends a struct. */
  public void stop() {
    out.writeByte(ThriftReader.STOP);
  }

  public void bool(int id, boolean value) {
    field(ThriftReader.BOOL, id);
    out.writeByte(value ? 1 : 0);
  }

  public void i16(int id, int value) {
    field(ThriftReader.I16, id);
    writeI16(value);
  }

  public void i32(int id, int value) {
    field(ThriftReader.I32, id);
    writeI32(value);
  }

  public void i64(int id, long value) {
    field(ThriftReader.I64, id);
    out.writeBigEndian(value);
  }

  public void float64(int id, double value) {
    field(ThriftReader.DOUBLE, id);
    out.writeBigEndian(Double.doubleToRawLongBits(value));
  }

  public void string(int id, String value) {
    bytes(id, value.getBytes(UTF_8));
  }

  public void bytes(int id, byte[] value) {
    field(ThriftReader.STRING, id);
    writeI32(value.length);
    out.writeBytes(value, 0, value.length);
  }

  /** Starts a struct within this one. */
  public void struct(int id) {
    field(ThriftReader.STRUCT, id);
  }

  /** Starts a list of that many structs, which come next. */
  public void structs(int id, int size) {
    field(ThriftReader.LIST, id);
    out.writeByte(ThriftReader.STRUCT);
    writeI32(size);
  }

  private void field(int type, int id) {
    out.writeByte(type);
    writeI16(id);
  }

  private void writeI16(int value) {
    out.writeByte(value >> 8);
    out.writeByte(value);
  }

  private void writeI32(int value) {
    writeI16(value >> 16);
    writeI16(value);
  }
}
