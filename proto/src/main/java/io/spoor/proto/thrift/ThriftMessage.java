package io.spoor.proto.thrift;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.DecodeException;

/**
 * The envelope of a call: which method, and where the struct of its arguments starts (contract:
 * collector.md §6.1). Clients send one-way methods as calls of either kind; nobody tells them
 * apart.
 *
 * @param method as the sender spells it
 * @param sequence what an answer would carry
 * @param argumentsAt index into the message's array
 */
public record ThriftMessage(String method, int sequence, int argumentsAt) {
  private static final int CALL = 1;
  private static final int ONEWAY = 4;
  private static final int BINARY_VERSION = 0x8001;
  private static final int COMPACT_ID = 0x82;
  private static final int COMPACT_VERSION = 1;

  /** Longer names are nobody's, and are not made into text. */
  private static final int MAX_NAME_BYTES = 256;

  /**
   * Reads the envelope at {@code offset}. In the binary protocol also the old form without version.
   */
  public static ThriftMessage read(ThriftProtocol protocol, byte[] bytes, int offset, int length)
      throws DecodeException {
    return switch (protocol) {
      case BINARY -> readBinary(new BinaryReader(bytes, offset, length, 1));
      case COMPACT -> readCompact(new CompactReader(bytes, offset, length, 1));
    };
  }

  private static ThriftMessage readBinary(BinaryReader in) throws DecodeException {
    int first = in.readI32();
    if (first >= 0) {
      // The name's length comes first.
      in.position -= 4;
      String name = readName(in);
      requireCall(in.readByte());
      return new ThriftMessage(name, in.readI32(), in.position);
    }
    if (first >>> 16 != BINARY_VERSION) {
      throw new DecodeException("Bad version in ReadMessageBegin");
    }
    requireCall(first & 0xff);
    String name = readName(in);
    return new ThriftMessage(name, in.readI32(), in.position);
  }

  private static ThriftMessage readCompact(CompactReader in) throws DecodeException {
    int id = in.readByte() & 0xff;
    if (id != COMPACT_ID) {
      throw new DecodeException(
          "Expected protocol id " + Integer.toHexString(COMPACT_ID) + " but got " + hex(id));
    }
    int header = in.readByte() & 0xff;
    if ((header & 0x1f) != COMPACT_VERSION) {
      throw new DecodeException("Expected version 01 but got " + hex(header & 0x1f));
    }
    requireCall(header >>> 5);
    int sequence = (int) in.readVarint();
    String name = readName(in);
    return new ThriftMessage(name, sequence, in.position);
  }

  private static String readName(ThriftReader in) throws DecodeException {
    int length = in.skipString();
    if (length > MAX_NAME_BYTES) {
      throw new DecodeException("method name of " + length + " bytes");
    }
    return new String(in.bytes, in.position - length, length, UTF_8);
  }

  private static void requireCall(int type) throws DecodeException {
    if (type != CALL && type != ONEWAY) {
      throw new DecodeException("message of type " + type + " is not a call");
    }
  }

  private static String hex(int value) {
    return (value < 16 ? "0" : "") + Integer.toHexString(value);
  }
}
