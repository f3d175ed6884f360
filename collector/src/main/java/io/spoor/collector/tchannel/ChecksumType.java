package io.spoor.collector.tchannel;

import io.spoor.proto.wire.DecodeException;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** How the arguments of a message are secured. The order is that of the codes. */
enum ChecksumType {
  NONE,
  CRC32,
  FARMHASH32,
  CRC32C;

  private static final ChecksumType[] TYPES = values();

  static ChecksumType ofCode(int code) throws DecodeException {
    if (code >= TYPES.length) {
      throw new DecodeException("checksum of type " + code);
    }
    return TYPES[code];
  }

  int code() {
    return ordinal();
  }

  /** Bytes of the value in a frame. */
  int valueBytes() {
    return this == NONE ? 0 : 4;
  }

  RunningChecksum start() {
    return switch (this) {
      case NONE -> new RunningChecksum.None();
      case CRC32 -> new RunningChecksum.Crc(this, new CRC32());
      case FARMHASH32 -> new RunningChecksum.Farmhash(false);
      case CRC32C -> new RunningChecksum.Crc(this, new CRC32C());
    };
  }
}
