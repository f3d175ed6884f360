package io.spoor.collector.tchannel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.DecodeException;

/** A cursor over a frame's payload. */
final class PayloadReader {
  private final byte[] bytes;
  private final int end;
  private int position;

  PayloadReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.position = from;
    this.end = to;
  }

  byte[] array() {
    return bytes;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  boolean hasNext() {
    return position < end;
  }

  int readByte() throws DecodeException {
    require(1);
    return bytes[position++] & 0xff;
  }

  int readShort() throws DecodeException {
    return readByte() << 8 | readByte();
  }

  int readInt() throws DecodeException {
    return readShort() << 16 | readShort();
  }

  /** Reads a text behind a length of one byte. */
  String readShortText() throws DecodeException {
    return text(readByte());
  }

  /** Reads a text behind a length of two bytes. */
  String readText() throws DecodeException {
    return text(readShort());
  }

  private String text(int length) throws DecodeException {
    require(length);
    position += length;
    return new String(bytes, position - length, length, UTF_8);
  }

  void skip(int count) throws DecodeException {
    require(count);
    position += count;
  }

  private void require(int count) throws DecodeException {
    if (end - position < count) {
      throw DecodeException.truncated();
    }
  }
}
