package io.spoor.proto.thrift;

/** Thrift's wire protocols. */
public enum ThriftProtocol {
  /** Everything of fixed size, big-endian. */
  BINARY,
  /** Varints, field ids as differences. */
  COMPACT;

  ThriftReader reader(byte[] bytes, int offset, int length, int maxDepth) {
    return switch (this) {
      case BINARY -> new BinaryReader(bytes, offset, length, maxDepth);
      case COMPACT -> new CompactReader(bytes, offset, length, maxDepth);
    };
  }
}
